import { type Halves, halvesOf } from '../../../algebra/language/halves.ts'
import { type Language, languageKey } from '../../../algebra/language/language.ts'
import type { Mutation } from '../../../model/action.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { attributes, domainOf, isPath } from '../attribute.ts'
import { allOf, anyOf, type Condition, notOf, someLeaf, textIn, unknown } from '../condition.ts'
import { pathCondition } from '../routes/mutated.ts'

/** A request on its way to the proxy of a node: what was done to it, and whose proxy it is. */
export interface Hearing {
  readonly mesh: Mesh
  readonly mutations: readonly Mutation[]
  /** Names the proxy in what is unknown. */
  readonly name: string
}

/**
 * The condition on the request as sent under which its target, as the listener for HTTP rules has normalised it, is in a language: path and
 * query as one text.
 */
export function targetCondition(language: Language, hearing: Hearing): Condition {
  const halves = splitTargets(language)
  if (halves === undefined) return unknown(`${hearing.name}: target in ${languageKey(language)}`, 'path and query as one text')
  return anyOf(halves.map(({ before, after }) => allOf([heardPath(before, hearing), queryCondition(after)])))
}

/** That the listener redirects the request, because its path has an encoded slash (measured: Envoy 1.40.0 with the options of the listener). */
export function isRedirected(hearing: Hearing): Condition {
  return heardPath({ kind: 'regex', pattern: '.*%(2[fF]|5[cC]).*' }, hearing)
}

/**
 * The listener merges slashes. What proxies of Istio have normalised, or the client has sent in that form, is otherwise left as it is; a mesh
 * without any normalisation has other paths, too, and what becomes of those is not worked out.
 */
function heardPath(language: Language, { mesh, mutations, name }: Hearing): Condition {
  const mode = mesh.settings.pathNormalization
  const merged: Language = mode === 'base' ? { kind: 'before-merging-slashes', of: language } : language
  const heard = pathCondition(merged, mutations, name)
  if (mode !== 'none') return heard
  const normal = pathCondition(domainOf(attributes.path, { ...mesh.settings, pathNormalization: 'merge-slashes' }), mutations, name)
  const other = unknown(`${name}: path in ${languageKey(language)}`, 'what the listener makes of a path that was not normalised')
  return anyOf([allOf([normal, heard]), allOf([notOf(normal), other])])
}

/** A proxy behind the listener sees slashes merged that the request was sent with: what it then makes of the path is not worked out. */
export function behindListener(asked: Condition, { mesh, mutations, name }: Hearing): Condition {
  const listens = mesh.endpointPolicies.some(({ ingress, egress }) =>
    [...ingress.allow, ...egress.allow].some(({ http }) => http !== undefined),
  )
  const asksPath = someLeaf(asked, (leaf) => leaf.kind === 'text' && isPath(leaf.attribute))
  if (!listens || !asksPath || mesh.settings.pathNormalization !== 'base') return allOf([])
  const unmerged = pathCondition({ kind: 'regex', pattern: '.*//.*' }, mutations, name)
  return anyOf([notOf(unmerged), unknown(`${name}: behind the listener`, 'what a proxy makes of the path behind the listener of Cilium')])
}

function queryCondition(after: Halves['after']): Condition {
  if (after === 'whatever') return allOf([])
  return after === 'absent' ? notOf(textIn(attributes.targetQuery, { kind: 'all' })) : textIn(attributes.targetQuery, after)
}

const visible = Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => 0x21 + index).filter((codePoint) => codePoint !== 0x23)

const domains = {
  before: visible.filter((codePoint) => codePoint !== 0x3f),
  after: { characters: visible, language: { kind: 'regex', pattern: '[!-"$-~]*' } as const },
}

const splits = new Map<string, readonly Halves[] | undefined>()

function splitTargets(language: Language): readonly Halves[] | undefined {
  const key = languageKey(language)
  if (!splits.has(key)) splits.set(key, halvesOf(language, '?', domains))
  return splits.get(key)
}
