import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { isMap } from './setting-values.ts'

/** `meshConfig.outboundTrafficPolicy.mode`, at the root or below the name of a chart. */
const istiods =
  /(?:^|\.)(?:meshConfig|sidecarInjectorWebhook|pilot\.env|global\.(?:proxy|istioNamespace|trustDomain|meshNetworks))(?:[.[]|$)/

/**
 * Values that are given one by one under their dotted names, as `helm --set` takes them: `parameters` of Argo CD, `set` of k3s and
 * Crossplane. Those of istiod as a tree; undefined for what is not such a list. A name that is not plain is reported, and its value unknown.
 */
export function valueByName(value: unknown, at: Place, context: ReadContext): unknown {
  const entries = entriesOf(value)
  if (entries === undefined) return undefined
  const tree: Record<string, unknown> = {}
  for (const { name, given, text } of entries) {
    if (!istiods.test(name)) continue
    const path = name.split('.')
    if (!path.every((part) => /^[\w-]+$/.test(part)) || !put(tree, path, text ? given : typed(given))) {
      context.diagnostics.push(diagnose(catalogue.chartValueNotRead, at, { holder: objectText(at.object), value: name }))
    }
  }
  return tree
}

interface Entry {
  readonly name: string
  readonly given: unknown
  readonly text: boolean
}

function entriesOf(value: unknown): Entry[] | undefined {
  if (Array.isArray(value)) {
    if (!value.every((item) => isMap(item) && typeof item.name === 'string')) return undefined
    return value.map((item) => ({ name: item.name, given: item.value, text: item.forceString === true }))
  }
  if (!isMap(value) || Object.values(value).some((part) => typeof part === 'object')) return undefined
  return Object.entries(value).map(([name, given]) => ({ name, given, text: false }))
}

/** `--set` makes booleans and numbers of what looks like them (helm:pkg/strvals/parser.go typedVal). */
function typed(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true'
  return typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value
}

/** False where there is no value (it comes from elsewhere), or several in one text. */
function put(tree: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'object') return false
  if (typeof value === 'string' && /^\{|[,\\]/.test(value)) return false
  let map = tree
  for (const part of path.slice(0, -1)) {
    const next = Object.hasOwn(map, part) ? map[part] : {}
    if (!isMap(next)) return false
    Object.defineProperty(map, part, { value: next, enumerable: true, configurable: true, writable: true })
    map = next as Record<string, unknown>
  }
  Object.defineProperty(map, path.at(-1)!, { value, enumerable: true, configurable: true, writable: true })
  return true
}
