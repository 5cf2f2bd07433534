import { canonical } from '../../../model/canonical.ts'
import { ingressPool } from '../../../resolve/network/ingress-endpoint.ts'
import type { ChainRule } from '../../../resolve/routes/chain-rule.ts'
import { ciliumGatewayRoutes } from '../../../resolve/routes/cilium-gateway.ts'
import { routeTargetsOf } from '../../../resolve/routes/destination-host.ts'
import { listensOn, serverFor } from '../../../resolve/routes/gateway-hosts.ts'
import { requestMutations, settingsOf } from '../../../resolve/routes/route-action.ts'
import { commonAnswer, hostNotFound, notFound, withPreflights } from '../answer.ts'
import { attributes } from '../attribute.ts'
import { choice } from '../condition.ts'
import { barred, type DecisionTree, guarded, unreachable } from '../decision-tree.ts'
import { pathAtNode, withoutWrittenPaths } from '../node-path.ts'
import { conditionOf } from '../rules/atom.ts'
import { noToken } from '../rules/token.ts'
import type { SeenRequest } from '../rules/view.ts'
import { arrivalsAt } from './forward.ts'
import type { Asked } from './walk.ts'

/** Requests at a Gateway that Cilium's operator makes: its routes choose pods, which get them from `reserved:ingress`, without an identity of the mesh. */
export function byCiliumGateway(asked: Asked, gateway: string, host: string, port: number): DecisionTree {
  const { mesh } = asked
  if (!listensOn(mesh, gateway, port)) return unreachable
  const own = (['ingress', 'egress'] as const).flatMap((direction) => ingressPool(mesh, direction) ?? [])
  if (own.length > 0) {
    const about = canonical(
      own.map(({ policies, unread }) => [policies.map(({ policy }) => policy.written), unread.map(({ what }) => what)]),
    )
    return { kind: 'unknown', needs: 'what policies let through the gateways of Cilium', about: `${gateway} ${about}` }
  }
  const tree = byItsRoutes(asked, gateway, host, port)
  return serverFor(mesh, gateway, host, port)?.wantsCertificate === true
    ? guarded(choice(attributes.certificate, 'shown'), tree, barred)
    : tree
}

function byItsRoutes(asked: Asked, gateway: string, host: string, port: number): DecisionTree {
  const routes = ciliumGatewayRoutes(asked.mesh, gateway, host, port)
  if (routes.kind === 'undetermined') return { kind: 'unknown', needs: routes.why }
  if (asked.protocol !== 'http') return { kind: 'unknown', needs: 'what the gateway does with TCP' }
  if (routes.kind === 'default') return hostNotFound
  const seen: SeenRequest = {
    point: `gateway ${gateway}`,
    identity: 'none',
    peer: 'client',
    origin: 'client',
    port,
    clientIs: 'unknown',
    http: { mutations: [], token: noToken, ...pathAtNode(asked.mesh, 'none') },
  }
  let tree: DecisionTree = notFound
  for (const rule of [...routes.rules].reverse()) {
    const when = conditionOf(rule.predicate, seen)
    const yes = withPreflights(asked.mesh, rule, seen, followed(asked, rule, { host, port }))
    tree = when.kind === 'all' && when.of.length === 0 ? yes : { kind: 'if', when, yes, no: tree }
  }
  return withoutWrittenPaths(tree, { mesh: asked.mesh, rules: routes.rules, seen: seen.http?.path, point: seen.point })
}

function followed(asked: Asked, rule: ChainRule, addressed: { readonly host: string; readonly port: number }): DecisionTree {
  const answer = commonAnswer(rule, addressed.port)
  if (answer !== undefined) return { kind: 'answered', answer }
  const onward: Asked = { ...asked, proxy: 'none', endpoint: 'ingress', labels: undefined }
  const arrivals = routeTargetsOf(asked.mesh, rule, addressed).flatMap(({ destination, share, backend }) =>
    arrivalsAt(onward, destination, { share, mutations: requestMutations(rule, backend) }),
  )
  return { kind: 'sent', settings: [settingsOf(asked.mesh, rule)], arrivals }
}
