import type { HttpRule } from '../../../src/model/route.ts'
import type { RouteFilter } from './http-route.ts'
import type { Obstacle } from './obstacle.ts'
import type { PlacedRow } from './order.ts'
import { isPlainReplacement, isPreciseHostname } from './redirect.ts'

/** A rewrite; the byte prefix that Istio replaces is only the whole path for matches that are not prefixes. */
export function rewriteFilter(rule: HttpRule, rows: readonly PlacedRow[], obstacles: Obstacle[]): RouteFilter | undefined {
  const { rewrite } = rule.action
  if (rewrite === undefined) return undefined
  const before = obstacles.length
  const { path, authority } = rewrite
  const whole = rows.every((row) => row.path.op === 'exact' || row.path.op === 'regex')
  if (path !== undefined && (path.kind !== 'prefix' || !whole || !isPlainReplacement(path.value) || !path.value.startsWith('/'))) {
    const what = path.kind === 'regex' ? 'a rewrite by a regular expression' : 'a rewrite of a byte prefix of the path'
    obstacles.push({ place: rewrite.place, what })
  }
  if (authority !== undefined && !isPreciseHostname(authority))
    obstacles.push({ place: rewrite.place, what: 'a rewrite to an authority that is not a host name' })
  if (obstacles.length > before || (path === undefined && authority === undefined)) return undefined
  return {
    type: 'URLRewrite',
    urlRewrite: {
      ...(authority === undefined ? {} : { hostname: authority }),
      ...(path === undefined || path.kind === 'regex' ? {} : { path: { type: 'ReplaceFullPath', replaceFullPath: path.value } }),
    },
  }
}
