import type { HttpRule, StreamRule } from '../../model/route.ts'

/**
 * The rules of a table that clients in the mesh meet on one port of a Service: matches for other ports, or for gateways alone, are gone, and
 * so are rules left without any. A rule without matches takes everything.
 */
export function rulesOfPort<R extends HttpRule | StreamRule>(rules: readonly R[], port: number): R[] {
  return rules.flatMap((rule) => {
    if (rule.matches.length === 0) return [rule]
    const matches = rule.matches.filter(
      (match) => (match.port === undefined || match.port === port) && (match.gateways === undefined || match.gateways.includes('mesh')),
    )
    return matches.length === 0 ? [] : [{ ...rule, matches }]
  })
}
