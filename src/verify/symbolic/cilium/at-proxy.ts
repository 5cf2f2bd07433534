import type { EndpointPattern } from '../../../model/endpoint-policy.ts'
import { matchesServerName } from '../../../resolve/network/endpoint-identity.ts'
import type { MatchingRule } from '../../../resolve/network/endpoint-pool.ts'
import { type PermissionGroup, permissionGroups } from '../../../resolve/network/permission-groups.ts'
import { refusedIn } from '../../../resolve/network/refused-pattern.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, notOf, unknown } from '../condition.ts'
import { entriesCondition } from './http-entry.ts'
import { type Hearing, isRedirected } from './listener.ts'

/** What the clients send: HTTP that the proxy reads, TLS with a server name that may not be known, or other bytes. */
export type ConnectionContent =
  | { readonly kind: 'http' }
  | { readonly kind: 'tls'; readonly serverName: string | 'unknown' }
  | { readonly kind: 'bytes' }

/** A permission of layers 3 and 4 for a port, and the clients that one of its peers means. */
export interface Permission extends Pick<MatchingRule, 'rule'> {
  readonly means: (member: PermissionGroup['members'][number]['peer']) => Condition
}

/**
 * What the proxy of the node lets through of connections that layers 3 and 4 let in; undefined where nothing goes there. `open` lets in all:
 * no policy closes the pod, or a permission that is not of these may. `refused` are patterns because of which Envoy may have no rules at all.
 */
export function proxyAdmits(
  permissions: readonly Permission[],
  open: Condition,
  content: ConnectionContent,
  refused: readonly { readonly pattern: EndpointPattern; readonly when: Condition }[],
  hearing: Hearing,
): Condition | undefined {
  const reach = (asks: (rule: Permission['rule']) => boolean): Condition =>
    anyOf(permissions.filter(({ rule }) => asks(rule)).map(({ rule, means }) => anyOf((rule.peers ?? [undefined]).map(means))))
  const readsHttp = reach(({ http }) => http !== undefined)
  const proxied = anyOf([readsHttp, reach(({ serverNames }) => serverNames !== undefined)])
  if (!permissions.some(({ rule }) => rule.http !== undefined || rule.serverNames !== undefined)) return undefined
  const known = permissions.filter(({ rule }) => refusedIn(rule, hearing.mesh.settings) === undefined)
  const groups = permissionGroups(known).map((group) => groupCondition(group, content, hearing))
  const admitted = allOf([anyOf([notOf(readsHttp), heard(content, hearing)]), anyOf([open, ...groups])])
  const spoiled = refused.map(({ pattern: { pattern }, when }) =>
    allOf([when, unknown(`${hearing.name}: ${pattern}`, 'whether Envoy takes a pattern that may be above its limit')]),
  )
  const kept = notOf(anyOf(refused.map(({ when }) => when)))
  return anyOf([notOf(proxied), allOf([kept, admitted]), ...spoiled])
}

/** What a proxy that reads everything as HTTP can read: TLS that only names a server may be taken or not. */
function heard(content: ConnectionContent, hearing: Hearing): Condition {
  if (content.kind === 'http') return notOf(isRedirected(hearing))
  return content.kind === 'bytes'
    ? neverTrue
    : unknown(`${hearing.name}: TLS at a port of HTTP`, 'whether TLS passes where HTTP is expected')
}

function groupCondition(
  { members, serverNames, http }: PermissionGroup<Permission>,
  content: ConnectionContent,
  hearing: Hearing,
): Condition {
  const whose = anyOf(members.map(({ rule, peer }) => rule.means(peer)))
  const asked = http === undefined ? alwaysTrue : content.kind === 'http' ? entriesCondition(http, hearing) : neverTrue
  return allOf([whose, serverNames === undefined ? alwaysTrue : isNamed(serverNames, content, hearing), asked])
}

function isNamed(patterns: readonly EndpointPattern[], content: ConnectionContent, { name }: Hearing): Condition {
  if (content.kind !== 'tls') return neverTrue
  const { serverName } = content
  const texts = patterns.map(({ pattern }) => pattern)
  if (serverName === 'unknown')
    return unknown(`${name}: server name in ${texts.join(' ')}`, 'the server name that the proxy of the node sees')
  return constant(texts.some((pattern) => matchesServerName(pattern, serverName)))
}
