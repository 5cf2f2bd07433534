import type { Place } from '../../../src/diagnostics/place.ts'
import type { HttpRule } from '../../../src/model/route.ts'
import { actionOf } from './actions.ts'
import { unprintableHeaderValues } from './header-values.ts'
import type { RouteMatch, RouteRule } from './http-route.ts'
import { failed } from './obstacle.ts'
import { arrange, type PlacedRow } from './order.ts'
import type { HttpRouteSite } from './route-site.ts'
import { type Row, rowsOf } from './row.ts'

/** The rules of an HTTPRoute that decide as the ordered rules do; what stands in the way is added to the obstacles of the site. */
export function routeRules(rules: readonly HttpRule[], place: Place, site: HttpRouteSite): RouteRule[] {
  const before = site.obstacles.length
  const rows: Row[] = rules.flatMap((rule, index) =>
    rule.matches.length === 0
      ? [{ rule: index, path: { op: 'any' as const }, headers: new Map(), queries: new Map(), place: rule.place }]
      : rule.matches.flatMap((match) => rowsOf(match, index, site.obstacles)),
  )
  for (const rule of rules) {
    for (const match of rule.matches) {
      if (match.statPrefix !== undefined) site.obstacles.push({ place: match.place.field('statPrefix'), what: 'a prefix for statistics' })
    }
  }
  site.obstacles.push(...unprintableHeaderValues(rules, site.versions))
  if (site.obstacles.length > before) return []
  const arranged = arrange(rows, place)
  if (failed(arranged)) {
    site.obstacles.push(...arranged.obstacles)
    return []
  }
  return rules.flatMap((rule, index) => {
    const own = arranged.value.filter((row) => row.rule === index)
    return own.length === 0 ? [] : [{ ...matchesOf(own), ...actionOf(rule, own, site) }]
  })
}

/** A rule that matches everything needs no matches: the default is the path prefix `/`. */
function matchesOf(rows: readonly PlacedRow[]): { matches?: RouteMatch[] } {
  if (rows.length === 1 && isCatchAll(rows[0]!)) return {}
  return { matches: rows.map(matchOf) }
}

function isCatchAll({ written, method, headers, queries }: PlacedRow): boolean {
  return written.type === 'PathPrefix' && written.value === '/' && method === undefined && headers.size === 0 && queries.size === 0
}

function matchOf({ written, method, headers, queries }: PlacedRow): RouteMatch {
  const conditions = (values: PlacedRow['headers']) =>
    [...values].map(([name, { op, value }]) => ({ ...(op === 'exact' ? {} : { type: 'RegularExpression' as const }), name, value }))
  return {
    path: { type: written.type, value: written.value },
    ...(headers.size === 0 ? {} : { headers: conditions(headers) }),
    ...(queries.size === 0 ? {} : { queryParams: conditions(queries) }),
    ...(method === undefined ? {} : { method: method as NonNullable<RouteMatch['method']> }),
  }
}
