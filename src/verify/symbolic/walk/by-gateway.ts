import type { Mesh } from '../../../model/mesh.ts'
import { policiesAtAbsentGateway, policiesAtGateway } from '../../../resolve/attach/gateway-policies.ts'
import type { ChainRule, RoutesAt } from '../../../resolve/routes/chain-rule.ts'
import { isCiliumGateway } from '../../../resolve/routes/cilium-gateway.ts'
import { routeTargetsOf } from '../../../resolve/routes/destination-host.ts'
import { listensOn, serverFor } from '../../../resolve/routes/gateway-hosts.ts'
import { requestMutations, settingsOf } from '../../../resolve/routes/route-action.ts'
import { gatewayRoutes } from '../../../resolve/routes/route-chain.ts'
import { gatewayWaypointOf } from '../../../resolve/waypoints.ts'
import { commonAnswer, hostNotFound, notFound, redirectedToHttps, withPreflights } from '../answer.ts'
import { attributes } from '../attribute.ts'
import { alwaysTrue, type Condition, choice, unknown, version } from '../condition.ts'
import { barred, type DecisionTree, guarded, unreachable, withSettings } from '../decision-tree.ts'
import { conditionOf } from '../rules/atom.ts'
import { noToken } from '../rules/token.ts'
import type { SeenRequest } from '../rules/view.ts'
import { byCiliumGateway } from './by-cilium-gateway.ts'
import { straightTo } from './forward.ts'
import { toPort } from './to-port.ts'
import type { Asked } from './walk.ts'

/** Requests from outside: the gateway's own routes choose, and each destination gets them as requests of the gateway. */
export function byGateway(asked: Asked, gateway: string, host: string, port: number): DecisionTree {
  if (isCiliumGateway(asked.mesh, gateway)) return byCiliumGateway(asked, gateway, host, port)
  if (!listensOn(asked.mesh, gateway, port)) return unreachable
  const server = serverFor(asked.mesh, gateway, host, port)
  const tree = server?.redirectsToHttps === true ? redirectedToHttps : byGatewayRoutes(asked, gateway, host, port)
  return server?.wantsCertificate === true ? guarded(choice(attributes.certificate, 'shown'), tree, barred) : tree
}

function byGatewayRoutes(asked: Asked, gateway: string, host: string, port: number): DecisionTree {
  const routes = gatewayRoutes(asked.mesh, gateway, host, port)
  if (routes.kind === 'undetermined') {
    const each = routes.among.map((one) => throughGateway(asked, one, gateway, host, port))
    return { kind: 'unknown', needs: routes.why, among: each }
  }
  return throughGateway(asked, routes, gateway, host, port)
}

function throughGateway(asked: Asked, routes: RoutesAt, gateway: string, host: string, port: number): DecisionTree {
  if (routes.kind === 'undetermined') return { kind: 'unknown', needs: routes.why }
  if (asked.protocol !== 'http') return { kind: 'unknown', needs: 'what the gateway does with TCP' }
  if (routes.kind === 'default') return (routes.tables ?? []).length > 0 ? notFound : hostNotFound
  const seen: SeenRequest = {
    point: `gateway ${gateway}`,
    identity: 'none',
    peer: 'client',
    origin: 'client',
    port,
    clientIs: 'unknown',
    http: { mutations: [], token: noToken },
  }
  let tree: DecisionTree = notFound
  for (const rule of [...routes.rules].reverse())
    tree = {
      kind: 'if',
      when: conditionOf(rule.predicate, seen),
      yes: withPreflights(asked.mesh, rule, seen, fromGateway(asked, rule, host, port)),
      no: tree,
    }
  return guarded(asked.policed === true ? whateverPoliciesSay(asked.mesh, gateway) : gatewayAllows(asked.mesh, gateway), tree)
}

/** What policies a gateway's own pods enforce is not followed, only that they are others. */
function gatewayAllows(mesh: Mesh, gateway: string): Condition {
  const policies = policiesAtAbsentGateway(mesh, gateway)
  if (policies === undefined) return alwaysTrue
  return version(`policies of gateway ${gateway}`, policies, `what the pods of gateway ${gateway} enforce, which the input does not have`)
}

function whateverPoliciesSay(mesh: Mesh, gateway: string): Condition {
  const policies = policiesAtGateway(mesh, gateway)
  return policies === '' ? alwaysTrue : unknown(`policies of gateway ${gateway}: ${policies}`, `what policies say at gateway ${gateway}`)
}

function fromGateway(asked: Asked, rule: ChainRule, host: string, port: number): DecisionTree {
  const answer = commonAnswer(rule, port)
  if (answer !== undefined) return { kind: 'answered', answer }
  const settings = [settingsOf(asked.mesh, rule)]
  const trees = routeTargetsOf(asked.mesh, rule, { host, port }).map(
    ({ destination, share, backend }): { tree: DecisionTree; share: number } => {
      const mutations = requestMutations(rule, backend)
      const inside: Asked = { ...asked, mutations }
      const whole =
        destination.kind === 'service' &&
        (Object.keys(destination.subset).length === 0 || gatewayWaypointOf(asked.mesh, destination.service) !== undefined)
      return { tree: whole ? toPort(inside, destination.service, destination.port) : straightTo(inside, destination), share }
    },
  )
  const [only] = trees
  if (only !== undefined && trees.length === 1) return withSettings(only.tree, settings)
  return { kind: 'split', settings, parts: trees }
}
