import type { Mutation } from '../../model/action.ts'
import type { Decision, PointDecision } from '../../model/verdict.ts'
import { answerOf, noHost, noRoute } from '../../resolve/routes/answer.ts'
import type { ChainRule } from '../../resolve/routes/chain-rule.ts'
import { isCiliumGateway } from '../../resolve/routes/cilium-gateway.ts'
import { type RouteTarget, routeTargetsOf } from '../../resolve/routes/destination-host.ts'
import { listensOn, serverFor } from '../../resolve/routes/gateway-hosts.ts'
import { answeredPreflights, preflightAnswer, preflightSettings } from '../../resolve/routes/preflight.ts'
import { requestMutations, settingsOf } from '../../resolve/routes/route-action.ts'
import { gatewayRoutes } from '../../resolve/routes/route-chain.ts'
import { gatewayWaypointOf } from '../../resolve/waypoints.ts'
import { mutatedRequest } from '../routes/mutated.ts'
import { holds } from '../rules/atom.ts'
import { normalised } from '../rules/normal-path.ts'
import type { View } from '../rules/view.ts'
import { byCiliumGateway } from './by-cilium-gateway.ts'
import { branchesTo } from './forward.ts'
import { seenByRoutes } from './routed-headers.ts'
import { toPort } from './to-port.ts'
import { ended, fromBranches, shareOf, type Walk } from './walk.ts'

/**
 * A request as it comes in at a gateway: the gateway's own routes choose Services, and each gets it as a request of the gateway.
 */
export function byGateway(asked: Walk, gateway: string, host: string, port: number): Decision {
  const { mesh, client } = asked
  if (isCiliumGateway(mesh, gateway)) return byCiliumGateway(asked, gateway, host, port)
  const request = normalised(asked.request, mesh.settings.pathNormalization)
  const walk: Walk = { ...asked, request }
  if (!listensOn(mesh, gateway, port)) return ended('unreachable')
  const server = serverFor(mesh, gateway, host, port)
  const routes = gatewayRoutes(mesh, gateway, host, port)
  const point = (verdict: PointDecision['verdict'], reason: string, because: PointDecision['because'] = []): PointDecision => ({
    point: 'gateway',
    at: gateway,
    verdict,
    reason,
    saw: { port, ...(request.http === undefined ? {} : { path: request.http.target }) },
    because,
  })
  if (server?.wantsCertificate === true && request.certificate === 'none')
    return ended('denied', [{ ...point('denied', 'clients have to show a certificate', [server.place]), code: 'connection refused' }])
  if (routes.kind === 'undetermined')
    return ended('undetermined', [{ ...point('undetermined', routes.why, [routes.at]), needs: routes.why }])
  if (request.protocol !== 'http' || request.http === undefined) return ended('undetermined', [], 'what the gateway does with TCP')
  if (server?.redirectsToHttps === true) {
    const location = `https://${request.http.authority}${request.http.target}`
    const points = [point('allowed', 'plain HTTP is redirected', [server.place])]
    return { verdict: 'allowed', answer: { kind: 'redirect', status: 301, location }, points, branches: [], settings: [] }
  }
  // A table without any rule that could be built was written for the host all the same.
  if (routes.kind === 'default' && (routes.tables ?? []).length > 0)
    return { verdict: 'allowed', answer: noRoute, points: [point('allowed', 'no rule could be built')], branches: [], settings: [] }
  if (routes.kind === 'default')
    return { ...ended('denied'), verdict: 'allowed', answer: noHost, points: [point('allowed', 'no route for the host')] }
  const view: View = {
    identity: undefined,
    peerAddress: client.ip,
    clientAddress: client.ip,
    destinationAddress: 'unknown',
    port,
    http: seenByRoutes(walk, request.http),
    sni: request.sni,
  }
  for (const rule of routes.rules) {
    const truth = holds(rule.predicate, view)
    if (truth === false) continue
    const place = rule.match?.place ?? rule.rule.place
    if (truth === 'unknown')
      return ended('undetermined', [point('undetermined', 'a condition of a route cannot be decided', [place])], 'a condition of a route')
    const settings = [settingsOf(mesh, rule)]
    const points = [point('allowed', `routed by ${rule.table.place.object.kind} ${rule.table.namespace}/${rule.table.name}`, [place])]
    const preflight = answeredPreflights(rule)
    const answersPreflight = preflight !== undefined && holds(preflight, view) === true
    if (answersPreflight)
      return { verdict: 'allowed', answer: preflightAnswer, points, branches: [], settings: settings.map(preflightSettings) }
    const answer = answerOf(rule, view.http!, port)
    if (answer !== undefined) return { verdict: 'allowed', answer, points, branches: [], settings }
    const parts = forwarded(walk, rule, host, port, points)
    return fromBranches(
      parts.flatMap(({ branches }) => branches),
      [...settings, ...parts.flatMap((part) => part.settings)],
    )
  }
  return { verdict: 'allowed', answer: noRoute, points: [point('allowed', 'no rule matches')], branches: [], settings: [] }
}

/** Where a share of the requests goes, and what the routes on its way do besides. */
type Forwarded = Pick<Decision, 'branches' | 'settings'>

function forwarded(walk: Walk, rule: ChainRule, host: string, port: number, points: readonly PointDecision[]): Forwarded[] {
  return routeTargetsOf(walk.mesh, rule, { host, port }).map(({ destination, share, backend }) =>
    asGateway(walk, destination, share, requestMutations(rule, backend), points),
  )
}

/**
 * What follows is a request of the gateway: through the waypoint of the Service, where gateways use it, else straight to the pods. The
 * waypoint takes the place of all endpoints, so that a subset which the gateway chose is lost
 * (istio:pilot/pkg/xds/endpoints/endpoint_builder.go findServiceWaypoint).
 */
function asGateway(
  walk: Walk,
  destination: RouteTarget,
  share: number,
  mutations: readonly Mutation[],
  points: readonly PointDecision[],
): Forwarded {
  const whole =
    destination.kind === 'service' &&
    (Object.keys(destination.subset).length === 0 || gatewayWaypointOf(walk.mesh, destination.service) !== undefined)
  if (!whole) return { branches: branchesTo(walk, destination, share, mutations, { points }), settings: [] }
  const next = toPort({ ...walk, request: mutatedRequest(walk.request, mutations) }, destination.service, destination.port)
  return { branches: shareOf(next, share, points), settings: next.settings }
}
