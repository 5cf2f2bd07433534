import type { Place } from '../../diagnostics/place.ts'
import { pathText } from '../../diagnostics/place.ts'
import type { EndpointPattern } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { HttpRequest } from '../../model/request.ts'
import { type EndpointIdentity, isAmong, matchesServerName } from '../../resolve/network/endpoint-identity.ts'
import type { MatchingRule } from '../../resolve/network/endpoint-pool.ts'
import { type PermissionGroup, permissionGroups } from '../../resolve/network/permission-groups.ts'
import { and, or, type Truth } from '../../resolve/truth.ts'
import type { RuleDecision } from '../rules/proxy-authorization.ts'
import { entryHolds } from './http-entry.ts'

/** What a client sends over a connection, as far as the node's proxy can read it; nothing of it for bytes that are neither HTTP nor TLS. */
export interface ConnectionContent {
  /** A request, as the rules of the proxy see it. */
  readonly http?: HttpRequest
  /** The server name of the client's TLS. */
  readonly sni?: string | 'unknown'
  /** What the proxy says before it looks at any rule. */
  readonly answer?: { readonly code: string; readonly reason: string }
}

/** Permissions of layers 3 and 4 that hold, or may hold, for a connection. */
export interface Passage {
  readonly allows: readonly MatchingRule[]
  readonly peer: EndpointIdentity
  /** What lets everything through: that no policy closes the pod, or a permission that is not of these. */
  readonly open: Truth
  /** A pattern because of which Envoy has none of these rules, or may have none. */
  readonly refused: EndpointPattern | undefined
}

/** Whether what passes the proxy of the node is redirected to it at all: where some permission asks about requests or names of servers. */
export function isProxied({ allows }: Pick<Passage, 'allows'>): Truth {
  return or(allows.filter(asksBeyond).map(({ truth }) => truth))
}

function asksBeyond({ rule }: MatchingRule): boolean {
  return rule.http !== undefined || rule.serverNames !== undefined
}

/**
 * What the node's proxy says to a connection that layers 3 and 4 let through: some permission for it has to admit the request, and one that
 * asks nothing admits all of them. Where rules for HTTP bring the connection to the proxy, it reads everything as HTTP.
 */
export function decideAtProxy(
  mesh: Mesh,
  passage: Passage,
  spoken: ConnectionContent | undefined,
): RuleDecision & { readonly code?: string } {
  const { allows, refused, open } = passage
  const asking = allows.filter(asksBeyond)
  const places = [...new Set(asking.map(({ rule }) => rule.place))]
  if (refused !== undefined) {
    const needs = `whether Envoy takes \`${pathText(refused.place.path)}\`, which may be above its limit for patterns`
    return { allowed: 'unknown', reason: 'Envoy may refuse the policies of the endpoint', because: [refused.place], needs }
  }
  const [first] = asking
  const unknownSpoken = spoken === undefined
  if (unknownSpoken) {
    const needs = `the request that ${nameOf(first!)} asks about`
    return { allowed: 'unknown', reason: 'the connection goes through the proxy of the node', because: places, needs }
  }
  const readsHttp = asking.some(({ rule }) => rule.http !== undefined)
  if (readsHttp && spoken.answer !== undefined) return { allowed: false, because: places, ...spoken.answer }
  if (readsHttp && spoken.http === undefined && spoken.sni === undefined)
    return { allowed: false, reason: 'the proxy of the node reads everything as HTTP', because: places, code: closed }
  const groups = permissionGroups(allows).map((group) => ({ group, holds: groupHolds(mesh, group, passage.peer, spoken) }))
  const passing = groups.find(({ holds }) => holds === true)
  // TLS that only names a server is not HTTP, and which of the two the proxy expects is not known.
  const read: Truth = !readsHttp || spoken.http !== undefined ? true : 'unknown'
  const allowed = and([read, or([open, ...groups.map(({ holds }) => holds)])])
  if (allowed === true && passing === undefined) return { allowed, reason: 'no policy of Cilium closes the pod', because: [] }
  if (allowed === true) {
    const { rule } = passing!.group.members[0]!
    return { allowed, reason: `allowed by ${nameOf(rule)}`, because: [becauseOf(passing!.group, spoken) ?? rule.rule.place] }
  }
  if (allowed === 'unknown') {
    const doubtful = groups.find(({ holds }) => holds === 'unknown')
    const { rule } = doubtful?.group.members[0] ?? { rule: first! }
    return { allowed, reason: `${nameOf(rule)} may allow it`, because: [rule.rule.place], needs: needsOf(doubtful?.group, spoken) }
  }
  const isNamedForSome = groups.some(({ group }) => connectionHolds(mesh, group, passage.peer, spoken) !== false)
  const code = spoken.http !== undefined && isNamedForSome ? '403' : closed
  return { allowed, reason: code === '403' ? 'no HTTP rule admits the request' : 'no rule admits the server name', because: places, code }
}

const closed = 'connection closed'

function groupHolds(mesh: Mesh, group: PermissionGroup, peer: EndpointIdentity, spoken: ConnectionContent): Truth {
  return and([connectionHolds(mesh, group, peer, spoken), requestHolds(group.http, spoken.http)])
}

/** Whether a group is for the connection, whatever it asks of requests. */
function connectionHolds(mesh: Mesh, { members, serverNames }: PermissionGroup, peer: EndpointIdentity, spoken: ConnectionContent): Truth {
  const whose = or(members.map(({ rule, peer: one }) => and([rule.truth, one === undefined ? true : isAmong(mesh, [one], peer)])))
  return and([whose, serverNames === undefined || isNamed(serverNames, spoken.sni)])
}

function isNamed(patterns: readonly EndpointPattern[], sni: string | 'unknown' | undefined): Truth {
  if (sni === undefined || sni === 'unknown') return sni === undefined ? false : 'unknown'
  return patterns.some(({ pattern }) => matchesServerName(pattern, sni))
}

function requestHolds(entries: PermissionGroup['http'], http: HttpRequest | undefined): Truth {
  return entries === undefined || (http !== undefined && or(entries.map((entry) => entryHolds(entry, http))))
}

/** The entry that admits the request. */
function becauseOf({ http = [] }: PermissionGroup, spoken: ConnectionContent): Place | undefined {
  return http.find((entry) => spoken.http !== undefined && entryHolds(entry, spoken.http) === true)?.place
}

function needsOf(group: PermissionGroup | undefined, spoken: ConnectionContent): string {
  if (spoken.sni === 'unknown') return 'the server name that the proxy of the node sees'
  const secret = group?.http?.some(({ headers }) => headers.some((header) => header.secret === true))
  return secret === true ? 'what the Secret holds' : 'who the other end is'
}

function nameOf({ policy }: Pick<MatchingRule, 'policy'>): string {
  return policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`
}
