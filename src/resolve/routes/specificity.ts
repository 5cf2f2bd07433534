import { conjuncts } from '../../model/predicate.ts'
import type { HttpMatch } from '../../model/route.ts'
import type { ChainRule } from './chain-rule.ts'

/**
 * The rules of Gateway API routes in the order in which Istio tries them: path type (exact, prefix, regex), length of the path in bytes,
 * method, number of headers, number of query parameters, then as written (istio:pilot/pkg/config/kube/gateway/conversion.go sortHTTPRoutes).
 */
export function bySpecificity(rules: readonly ChainRule[]): readonly ChainRule[] {
  const ranked = rules.map((rule) => ({ rule, rank: rankOf(rule.match) }))
  ranked.sort((a, b) => {
    for (const [position, value] of a.rank.entries()) if (value !== b.rank[position]) return b.rank[position]! - value
    return 0
  })
  return ranked.map(({ rule }) => rule)
}

function rankOf(match: HttpMatch | undefined): readonly number[] {
  if (match === undefined) return [0, 0, 0, 0, 0]
  const parts = conjuncts(match.predicate)
  const path = parts.find((part) => part.kind === 'path')
  return [
    path === undefined ? 2 : path.match.op === 'exact' ? 3 : path.match.op === 'regex' ? 1 : 2,
    path === undefined || !('value' in path.match) ? 1 : new TextEncoder().encode(path.match.value).length,
    parts.some(({ kind }) => kind === 'method') ? 1 : 0,
    parts.filter(({ kind }) => kind === 'header').length,
    parts.filter(({ kind }) => kind === 'query').length,
  ]
}
