import { objectText } from '../../diagnostics/place.ts'
import type { Decision, PointDecision } from '../../model/verdict.ts'
import { ingressPool } from '../../resolve/network/ingress-endpoint.ts'
import { answerOf, noHost } from '../../resolve/routes/answer.ts'
import type { ChainRule } from '../../resolve/routes/chain-rule.ts'
import { ciliumGatewayRoutes } from '../../resolve/routes/cilium-gateway.ts'
import { routeTargetsOf } from '../../resolve/routes/destination-host.ts'
import { listensOn, serverFor } from '../../resolve/routes/gateway-hosts.ts'
import { answeredPreflights, preflightAnswer, preflightSettings } from '../../resolve/routes/preflight.ts'
import { requestMutations, settingsOf } from '../../resolve/routes/route-action.ts'
import { heardByRoutes } from '../cilium/listener.ts'
import { holds } from '../rules/atom.ts'
import type { View } from '../rules/view.ts'
import { branchesTo } from './forward.ts'
import { seenByNode } from './routed-headers.ts'
import { ended, fromBranches, type Walk } from './walk.ts'

/**
 * A request as it comes in at a Gateway that Cilium's operator makes: the proxy of some node takes it, matches the path as it was sent, and sends it straight to
 * a pod, for which it comes from `reserved:ingress`. Policies for that identity are for all gateways at once, and what they decide here is not worked out.
 */
export function byCiliumGateway(asked: Walk, gateway: string, host: string, port: number): Decision {
  const { mesh, request, client } = asked
  if (!listensOn(mesh, gateway, port)) return ended('unreachable')
  const point = (verdict: PointDecision['verdict'], reason: string, because: PointDecision['because'] = []): PointDecision => ({
    point: 'gateway',
    at: gateway,
    verdict,
    reason,
    saw: { port, ...(request.http === undefined ? {} : { path: request.http.target }) },
    because,
  })
  const doubt = (why: string, because: PointDecision['because']): Decision =>
    ended('undetermined', [{ ...point('undetermined', `it is not known ${why}`, because), needs: why }])
  const own = (['ingress', 'egress'] as const).flatMap((direction) => ingressPool(mesh, direction) ?? [])
  if (own.length > 0) {
    const policies = own.flatMap((pool) => pool.policies.map(({ policy }) => policy.place))
    const names = [...new Set(policies.map(({ object }) => objectText(object)))].join(', ')
    return doubt(`what ${names === '' ? 'a policy that was not read' : names} lets through the gateways of Cilium`, policies)
  }
  const server = serverFor(mesh, gateway, host, port)
  if (server?.wantsCertificate === true && request.certificate === 'none')
    return ended('denied', [{ ...point('denied', 'clients have to show a certificate', [server.place]), code: 'connection refused' }])
  const routes = ciliumGatewayRoutes(mesh, gateway, host, port)
  if (routes.kind === 'undetermined') return doubt(routes.why, [routes.at])
  if (request.protocol !== 'http' || request.http === undefined) return ended('undetermined', [], 'what the gateway does with TCP')
  const heard = heardByRoutes(request.http, 'none')
  if ('answer' in heard) return ended('denied', [{ ...point('denied', heard.answer.reason), code: heard.answer.code }])
  if (routes.kind === 'default')
    return { ...ended('denied'), verdict: 'allowed', answer: noHost, points: [point('allowed', 'no route for the host')] }
  const view: View = {
    identity: undefined,
    peerAddress: client.ip,
    clientAddress: client.ip,
    destinationAddress: 'unknown',
    port,
    http: { ...seenByNode(heard.http), token: { kind: 'none' } },
    sni: request.sni,
  }
  const onward: Walk = {
    ...asked,
    client: {
      ...client,
      proxy: 'none',
      identity: undefined,
      namespace: undefined,
      labels: undefined,
      workload: undefined,
      end: { kind: 'ingress' },
    },
    request: { ...request, http: heard.http },
  }
  for (const rule of routes.rules) {
    const truth = holds(rule.predicate, view)
    if (truth === false) continue
    const place = rule.match?.place ?? rule.rule.place
    if (truth === 'unknown')
      return ended('undetermined', [point('undetermined', 'a condition of a route cannot be decided', [place])], 'a condition of a route')
    return followed(onward, rule, view, { host, port }, [point('allowed', `routed by ${objectText(rule.table.place.object)}`, [place])])
  }
  return ended('undetermined', [], 'which route takes the request')
}

function followed(
  walk: Walk,
  rule: ChainRule,
  view: View,
  addressed: { readonly host: string; readonly port: number },
  points: readonly PointDecision[],
): Decision {
  const settings = [settingsOf(walk.mesh, rule)]
  const preflight = answeredPreflights(rule)
  if (preflight !== undefined && holds(preflight, view) === true)
    return { verdict: 'allowed', answer: preflightAnswer, points, branches: [], settings: settings.map(preflightSettings) }
  const answer = answerOf(rule, view.http!, addressed.port)
  if (answer !== undefined) return { verdict: 'allowed', answer, points, branches: [], settings }
  const branches = routeTargetsOf(walk.mesh, rule, addressed).flatMap(({ destination, share, backend }) =>
    branchesTo(walk, destination, share, requestMutations(rule, backend), { points }),
  )
  return fromBranches(branches, settings)
}
