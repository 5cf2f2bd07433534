import { compareText } from '../../diagnostics/place.ts'
import { canonical } from '../../model/canonical.ts'
import type { EndpointHttp, EndpointPattern, EndpointPeer, EndpointTraffic } from '../../model/endpoint-policy.ts'
import type { MatchingRule } from './endpoint-pool.ts'

/**
 * Permissions for one selector of peers and one port, which Cilium merges into one. Names of servers that one of them asks for are asked by
 * all of them, and requests pass as soon as one of them asks nothing of requests (measured: Cilium 1.20.2).
 */
export interface PermissionGroup<R extends Pick<MatchingRule, 'rule'> = MatchingRule> {
  /** One for each pair of a peer and a port by which a rule belongs here; `peer` is absent for everybody, `traffic` for every port. */
  readonly members: readonly { readonly rule: R; readonly peer?: EndpointPeer; readonly traffic?: EndpointTraffic }[]
  /** Any of them; absent where the names of servers do not matter. */
  readonly serverNames?: readonly EndpointPattern[]
  /** Any of them; absent where every request passes. */
  readonly http?: readonly EndpointHttp[]
}

/** The groups of some permissions: a rule belongs to one for each of its peers and ports. */
export function permissionGroups<R extends Pick<MatchingRule, 'rule'>>(rules: readonly R[]): readonly PermissionGroup<R>[] {
  const groups = new Map<string, PermissionGroup<R>['members'][number][]>()
  for (const one of rules)
    for (const peer of one.rule.peers ?? [undefined])
      for (const traffic of one.rule.traffic ?? [undefined]) {
        const key = `${selectorKey(peer)} ${canonical(traffic)}`
        const member = { rule: one, ...(peer === undefined ? {} : { peer }), ...(traffic === undefined ? {} : { traffic }) }
        groups.set(key, [...(groups.get(key) ?? []), member])
      }
  return [...groups.values()].map((members) => {
    const asked = members.map(({ rule: { rule } }) => rule)
    const serverNames = asked.flatMap((rule) => rule.serverNames ?? [])
    const http = asked.every((rule) => rule.http !== undefined) ? asked.flatMap((rule) => rule.http ?? []) : undefined
    return { members, ...(serverNames.length === 0 ? {} : { serverNames }), ...(http === undefined ? {} : { http }) }
  })
}

/** Everybody is one selector, whether by no peer or as an entity; the order of requirements does not count. */
function selectorKey(peer: EndpointPeer | undefined): string {
  if (peer === undefined || (peer.kind === 'entity' && peer.entity === 'all')) return 'everybody'
  return peer.kind === 'endpoints' ? peer.selector.map(canonical).sort(compareText).join() : canonical(peer)
}
