import type { HttpRequest } from '../../model/request.ts'
import type { Service } from '../../model/service.ts'
import type { Decision, PointDecision } from '../../model/verdict.ts'
import type { ConnectionStart, NodeRouting } from '../../resolve/routes/node-routes.ts'
import { nodeRouting } from '../../resolve/routes/node-routes.ts'
import { heardByRoutes } from '../cilium/listener.ts'
import type { ClientSide } from '../client.ts'
import { nodeAuthorization, type RuleDecision } from '../rules/proxy-authorization.ts'
import { believedToken } from '../rules/token.ts'
import type { View } from '../rules/view.ts'
import { branchesTo, type SoFar } from './forward.ts'
import { type Addressed, type RoutingPoint, throughRoutes } from './routed.ts'
import { seenByNode } from './routed-headers.ts'
import { ended, fromBranches, sameOutcome, type Walk } from './walk.ts'

/**
 * A connection that no proxy of the mesh carries: to the virtual IP of a Service with routes it is led to the proxy of its client's node, which chooses a pod by them
 * and keeps the identity of the client. To any other the kernel chooses the pod.
 */
export function byNodeProxy(
  walk: Walk,
  service: Service,
  addressed: Addressed,
  points: readonly PointDecision[],
  tls?: SoFar['tls'],
): Decision {
  const straight = (): Decision =>
    fromBranches(branchesTo(walk, addressed.destination, 1, [], { points, ...(tls === undefined ? {} : { tls }) }))
  const routing =
    addressed.destination.kind === 'service' ? nodeRouting(walk.mesh, service, addressed.port, startOf(walk.client)) : undefined
  if (routing === undefined) return straight()
  const through = throughNode(walk, routing, addressed, points)
  if (routing.taken === true) return through
  const past = straight()
  if (sameOutcome(past, through)) return past
  const because = routing.tables.map(({ place }) => place)
  const reason = 'it is not known whether the proxy of the node has the connection'
  return ended('undetermined', [...points, { ...seenAt(walk, addressed), verdict: 'undetermined', reason, because, needs: routing.needs }])
}

function startOf({ end }: ClientSide): ConnectionStart {
  return end.kind === 'pod' || end.kind === 'world' ? end.kind : 'node'
}

function throughNode(
  walk: Walk,
  { rules, tables, normalization, authorizers, checks }: NodeRouting,
  addressed: Addressed,
  points: readonly PointDecision[],
): Decision {
  const { request, client } = walk
  const seen = seenAt(walk, addressed)
  const because = tables.map(({ place }) => place)
  if ('why' in rules) {
    const doubt = {
      ...seen,
      verdict: 'undetermined',
      reason: `it is not known ${rules.why}`,
      because: [rules.at],
      needs: rules.why,
    } as const
    return ended('undetermined', [...points, doubt])
  }
  if (request.protocol !== 'http' || request.http === undefined) {
    const reason = 'the proxy of the node takes nothing but HTTP'
    return ended('denied', [...points, { ...seen, verdict: 'denied', code: 'connection closed', reason, because }])
  }
  const heard = heardByRoutes(request.http, normalization)
  if ('answer' in heard) return ended('denied', [...points, { ...seen, verdict: 'denied', ...heard.answer, because }])
  const asked = nodeAuthorization(authorizers, viewOf(walk, addressed, heard.http), walk.externalAllows)
  if (asked.allowed === false) return ended('denied', [...points, { ...seen, verdict: 'denied', code: '403', ...answerOf(asked) }])
  const believed = believedToken(checks, heard.http)
  if (believed.kind === 'refused')
    return ended('denied', [
      ...points,
      { ...seen, verdict: 'denied', code: believed.code, reason: believed.reason, because: believed.because },
    ])
  if (believed.kind === 'unknown' || believed.kind === 'passed-with-one-of') {
    const needs = 'which of several tokens the proxy believes'
    return ended('undetermined', [
      ...points,
      { ...seen, verdict: 'undetermined', reason: 'there are several tokens', because: believed.because, needs },
    ])
  }
  if (asked.allowed === 'unknown')
    return ended('undetermined', [
      ...points,
      { ...seen, verdict: 'undetermined', ...answerOf(asked), ...(asked.needs === undefined ? {} : { needs: asked.needs }) },
    ])
  const counts = tables.flatMap(({ limits = [], place }) => (limits.length === 0 ? [] : [place]))
  const routing: RoutingPoint = {
    ...(counts.length === 0 ? {} : { counts }),
    point: seen.point,
    at: seen.at,
    view: viewOf(walk, addressed, seenByNode(heard.http)),
    // Bytes do not get as far as here.
    stream: { at: 'waypoint', hosts: [] },
  }
  // What reached it unencrypted goes on so, without the identity that a sidecar would show.
  const onward: Walk = { ...walk, client: { ...client, proxy: 'none', identity: undefined }, request: { ...request, http: heard.http } }
  return throughRoutes(onward, { kind: 'chain', rules, tables }, routing, addressed, points)
}

function answerOf({ reason, because }: RuleDecision): Pick<RuleDecision, 'reason' | 'because'> {
  return { reason, because }
}

/** What the proxy of a node knows of a request: no identity and no token, as nothing it looks at has made any of them. */
function viewOf({ client }: Walk, { port }: Addressed, http: HttpRequest): View {
  return {
    identity: undefined,
    peerAddress: client.ip,
    clientAddress: client.ip,
    destinationAddress: 'unknown',
    port,
    http: { ...http, token: { kind: 'none' } },
    sni: undefined,
  }
}

function seenAt({ client, request }: Walk, { port }: Addressed): Pick<PointDecision, 'at' | 'saw'> & { readonly point: 'node proxy' } {
  const { workload, namespace } = client
  const pod = workload === undefined ? `a pod of ${namespace ?? 'the cluster'}` : `${workload.namespace}/${workload.name}`
  const { http } = request
  return {
    point: 'node proxy',
    at: `the node of ${pod}`,
    saw: { port, ...(http === undefined ? {} : { path: http.target, method: http.method, host: http.authority }) },
  }
}
