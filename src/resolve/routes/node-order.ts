import { always, atomsOf } from '../../model/predicate.ts'
import type { HttpRule } from '../../model/route.ts'

/**
 * Rules in the order of Cilium's operator: the length of an exact path, then of a pattern, then of a prefix, a method before none and methods by name, the
 * number of headers, the number of query parameters, then as they were (cc:operator/pkg/model/translation/envoy_virtual_host.go SortableRoute; measured:
 * Cilium 1.20.2). Every pattern comes before every prefix, which istiod has the other way round.
 */
export function inOperatorsOrder<R extends { readonly rule: HttpRule }>(rules: readonly R[]): readonly R[] {
  return [...rules].sort((a, b) => compare(a.rule, b.rule))
}

export function isBefore(one: HttpRule, other: HttpRule): boolean {
  return compare(one, other) < 0
}

function compare(a: HttpRule, b: HttpRule): number {
  const [one, other] = [rankOf(a), rankOf(b)]
  for (const [position, value] of one.lengths.entries()) if (value !== other.lengths[position]) return other.lengths[position]! - value
  if (one.method !== other.method) {
    if (one.method === undefined || other.method === undefined) return one.method === undefined ? 1 : -1
    return one.method < other.method ? -1 : 1
  }
  return other.headers - one.headers || other.queries - one.queries
}

function rankOf({ matches }: HttpRule) {
  const atoms = [...atomsOf(matches[0]?.predicate ?? always)]
  const path = atoms.find((atom) => atom.kind === 'path')?.match
  const method = atoms.find((atom) => atom.kind === 'method')?.match
  const length = (op: string): number => (path?.op === op && 'value' in path ? new TextEncoder().encode(path.value).length : 0)
  return {
    lengths: [length('exact'), length('regex'), path === undefined ? 1 : length('segment-prefix')],
    method: method !== undefined && 'value' in method ? method.value : undefined,
    headers: atoms.filter(({ kind }) => kind === 'header').length,
    queries: atoms.filter(({ kind }) => kind === 'query').length,
  }
}
