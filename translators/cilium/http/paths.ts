import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Atom, PathMatch } from '../../../src/model/predicate.ts'
import type { Rounding } from '../authorization/rounding.ts'
import { classOf } from './byte-class.ts'
import type { Paths } from './requests.ts'
import { everyText, type Shape } from './shape.ts'
import { optionalQuery } from './shape-text.ts'
import { textShapes } from './text-shapes.ts'

/**
 * How paths of sidecars and of Cilium's listener differ, which always merges slashes (measured: Envoy 1.40.0 with the options of that
 * listener). `merged`: not at all. `slashes`: `//admin` is itself to a sidecar. `raw`: sidecars leave dot segments in paths, too.
 */
export type PathMode = 'merged' | 'slashes' | 'raw'

/** Settings of another revision (`istio.io/rev: canary` follows the ConfigMap `istio-canary`) are not read: they may be the default. */
export function pathModeOf({ settings, namespaces }: Mesh, { assume }: Pick<EmitOptions, 'assume'>): PathMode {
  const { pathNormalization } = settings
  const isRevised = namespaces.some(({ labels }) => (labels['istio.io/rev'] ?? 'default') !== 'default')
  switch (pathNormalization) {
    case 'none':
      return 'raw'
    case 'base':
      return assume.includes('slashes-merged') ? 'merged' : 'slashes'
    case 'merge-slashes':
    case 'decode-and-merge-slashes':
      return isRevised && !assume.includes('slashes-merged') ? 'slashes' : 'merged'
  }
}

/**
 * The paths that an atom matches, as Cilium's listener sees them. Where sidecars do not merge slashes, rounding up takes in what matching
 * paths are merged to; down, only what is matched however many slashes there were: `*.json`, and never `/public`, because `//public` is
 * another path to a sidecar.
 */
export function matchedPaths(atom: Extract<Atom, { kind: 'path' }>, rounding: Rounding, mode: PathMode): Paths | Diagnostic {
  const { match, place } = atom
  if (match.op === 'present' || match.op === 'non-empty') return { shapes: everyText }
  const isSame = mode === 'merged' || (mode === 'slashes' && (rounding === 'down' ? anySlashes(match) : match.op !== 'template'))
  if (!isSame) return diagnose(catalogue.ciliumPathSlashes, place, { path: pathText(match), mode: mode === 'raw' ? 'NONE' : 'BASE' })
  switch (match.op) {
    case 'template':
      if (/[^!-~]/.test(match.value)) return { shapes: [] }
      return { shapes: [around(match.value)], pattern: `${templatePattern(match.value)}${optionalQuery}` }
    case 'segment-prefix': {
      const path = match.value.replace(/\/+$/, '')
      const [exact, below] = [[...path].map(classOf), [...`${path}/`].map(classOf)]
      return { shapes: below.includes(0n) ? [] : [{ head: exact }, { head: below, tail: [] }] }
    }
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'regex': {
      const value = 'value' in match && mode === 'slashes' ? { ...match, value: match.value.replace(/\/{2,}/g, '/') } : match
      const shapes = textShapes(value, (character) => (character === '?' ? 0n : classOf(character)))
      return shapes === undefined ? diagnose(catalogue.ciliumRequestCondition, place, { what: 'a regular expression' }) : { shapes }
    }
  }
}

/** Whether a path is matched whatever number of slashes stands where there is one. */
function anySlashes(match: PathMatch): boolean {
  return match.op === 'suffix' && match.value.lastIndexOf('/') <= 0
}

/** Characters that `{*}` stands for (envoy:source/extensions/path/uri_template_lib; measured: Envoy 1.40.0). */
const segment = '[!$-.0-;=@-Z_a-z~]'
const segments = '[!$-;=@-Z_a-z~]'

function templatePattern(template: string): string {
  return template
    .split(/(\{\*\*?\})/)
    .map((part) => (part === '{*}' ? `${segment}+` : part === '{**}' ? `${segments}*` : part.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')))
    .join('')
}

/** What every path of a template begins and ends with. */
function around(template: string): Shape {
  const parts = template.split(/\{\*\*?\}/)
  const [head = '', tail] = [parts[0], parts.at(-1)]
  return parts.length === 1 ? { head: [...head].map(classOf) } : { head: [...head].map(classOf), tail: [...(tail ?? '')].map(classOf) }
}

function pathText(match: PathMatch): string {
  if (match.op === 'present' || match.op === 'non-empty') return '*'
  return match.op === 'prefix' ? `${match.value}*` : match.op === 'suffix' ? `*${match.value}` : match.value
}
