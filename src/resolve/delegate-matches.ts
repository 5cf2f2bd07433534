import { ownValue } from '../model/own-value.ts'
import { type Atom, all, conjuncts, type PathMatch, type Predicate } from '../model/predicate.ts'
import type { HttpMatch } from '../model/route.ts'

/**
 * The matches of a delegate's rule under the matches of the root's rule; undefined when they disagree, and the rule is left out. Every
 * match of the delegate must fit into at least one of the root's, and is narrowed to each that it fits into
 * (istio:pilot/pkg/model/virtualservice.go mergeHTTPMatchRequests).
 */
export function mergeMatches(root: readonly HttpMatch[], leaf: readonly HttpMatch[]): readonly HttpMatch[] | undefined {
  if (root.length === 0) return leaf
  if (leaf.length === 0) return root
  const merged: HttpMatch[] = []
  for (const inner of leaf) {
    const fitting = root.filter((outer) => !disagree(outer, inner))
    if (fitting.length === 0) return undefined
    merged.push(...fitting.map((outer) => mergeMatch(outer, inner)))
  }
  return merged
}

/**
 * The parts of a match by what they compare: `path`, `header x-user`, `not header x-user`, …. istiod compares part with part.
 * Conditions on the client are apart, because whether they are evaluated depends on the merged `gateways`.
 */
function partsOf(match: HttpMatch): Map<string, Predicate> {
  return new Map(
    conjuncts(match.predicate)
      .filter((part) => !isClient(part))
      .map((part) => [keyOf(part), part]),
  )
}

function keyOf(part: Predicate): string {
  if (part.kind === 'not') return `not ${keyOf(part.of)}`
  if (part.kind === 'header' || part.kind === 'query') return `${part.kind} ${part.name}`
  if (part.kind === 'token-claim') return `token-claim ${JSON.stringify(part.path)}`
  return part.kind
}

type ClientAtom = Extract<Atom, { kind: 'client-labels' | 'client-namespace' }>

function isClient(part: Predicate): part is ClientAtom {
  return part.kind === 'client-labels' || part.kind === 'client-namespace'
}

interface Client {
  readonly labels?: Extract<Atom, { kind: 'client-labels' }>
  readonly namespace?: Extract<Atom, { kind: 'client-namespace' }>
}

function clientOf(match: HttpMatch): Client {
  const atoms = [...conjuncts(match.predicate), ...(match.unevaluated ?? [])].filter(isClient)
  const labels = atoms.find((atom) => atom.kind === 'client-labels')
  const namespace = atoms.find((atom) => atom.kind === 'client-namespace')
  return { ...(labels === undefined ? {} : { labels }), ...(namespace === undefined ? {} : { namespace }) }
}

/** istio:pilot/pkg/model/virtualservice.go hasConflict */
function disagree(root: HttpMatch, leaf: HttpMatch): boolean {
  const rootParts = partsOf(root)
  for (const [key, part] of partsOf(leaf)) {
    const outer = rootParts.get(key)
    if (outer !== undefined && !fits(comparedWith(outer), comparedWith(part))) return true
  }
  if ((root.ignorePathCase ?? false) !== (leaf.ignorePathCase ?? false)) return true
  if (root.port !== undefined && leaf.port !== undefined && root.port !== leaf.port) return true
  const outer = clientOf(root)
  const inner = clientOf(leaf)
  if (outer.namespace !== undefined && inner.namespace?.namespace !== outer.namespace.namespace) return true
  const labels = Object.entries(inner.labels?.labels ?? {})
  if (labels.some(([key, value]) => (ownValue(outer.labels?.labels ?? {}, key) ?? value) !== value)) return true
  if (root.gateways === undefined || leaf.gateways === undefined) return false
  return root.gateways.length < leaf.gateways.length || !leaf.gateways.every((gateway) => root.gateways?.includes(gateway))
}

function comparedWith(part: Predicate): PathMatch | undefined {
  if (part.kind === 'not') return comparedWith(part.of)
  return 'match' in part && 'op' in part.match ? part.match : undefined
}

/** Whether what the delegate compares with lies within what the root compares with; a regex or mere presence on either side never does. */
function fits(outer: PathMatch | undefined, inner: PathMatch | undefined): boolean {
  if (outer === undefined || inner === undefined || !('value' in outer) || !('value' in inner)) return false
  if (outer.value === '' || inner.value === '') return false
  switch (outer.op) {
    case 'exact':
      return inner.op === 'exact' && inner.value === outer.value
    case 'prefix':
      return (inner.op === 'prefix' || inner.op === 'exact') && inner.value.startsWith(outer.value)
    case 'suffix':
    case 'regex':
    case 'segment-prefix':
    case 'template':
      return false
  }
}

/** istio:pilot/pkg/model/virtualservice.go mergeHTTPMatchRequest */
function mergeMatch(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  const request = [...new Map([...partsOf(root), ...partsOf(leaf)]).values()]
  const outer = clientOf(root)
  const inner = clientOf(leaf)
  const labels = inner.labels ?? outer.labels
  const namespace = inner.namespace ?? outer.namespace
  const client = [
    ...(labels === undefined ? [] : [{ ...labels, labels: { ...outer.labels?.labels, ...inner.labels?.labels } }]),
    ...(namespace === undefined ? [] : [namespace]),
  ]
  const name = [root.name, leaf.name].filter((part) => part !== undefined).join('-')
  const statPrefix = leaf.statPrefix ?? root.statPrefix
  const port = leaf.port ?? root.port
  const gateways = leaf.gateways ?? root.gateways
  return {
    ...(name === '' ? {} : { name }),
    ...(statPrefix === undefined ? {} : { statPrefix }),
    predicate: all(gateways === undefined ? [...request, ...client] : request),
    ...(port === undefined ? {} : { port }),
    ...(gateways === undefined ? {} : { gateways }),
    ...(leaf.ignorePathCase === undefined ? {} : { ignorePathCase: leaf.ignorePathCase }),
    ...(gateways !== undefined && client.length > 0 ? { unevaluated: client } : {}),
    place: leaf.place,
  }
}
