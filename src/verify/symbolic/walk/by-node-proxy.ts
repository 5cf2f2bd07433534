import { canonical } from '../../../model/canonical.ts'
import type { Service } from '../../../model/service.ts'
import type { RoutesAt } from '../../../resolve/routes/chain-rule.ts'
import { type NodeRouting, nodeRouting } from '../../../resolve/routes/node-routes.ts'
import type { TlsGroup } from '../client.ts'
import { allOf, notOf } from '../condition.ts'
import { type DecisionTree, denied, guarded, writtenTo } from '../decision-tree.ts'
import { pathAtNode, withoutWrittenPaths } from '../node-path.ts'
import { nodeRefuses } from '../rules/proxy-authorization.ts'
import { noToken, seenToken, writtenByTokens } from '../rules/token.ts'
import type { SeenRequest } from '../rules/view.ts'
import { straightTo } from './forward.ts'
import { type Addressed, routed } from './routed.ts'
import type { Asked } from './walk.ts'

/** Connections that no proxy of the mesh carries: the proxy of the client's node has those to a Service with routes, the kernel all others. */
export function byNodeProxy(asked: Asked, service: Service, addressed: Addressed, groups?: readonly TlsGroup[]): DecisionTree {
  const { mesh, endpoint } = asked
  const straight = straightTo(asked, addressed.destination, { groups })
  const routing =
    addressed.destination.kind === 'service'
      ? nodeRouting(mesh, service, addressed.port, endpoint === 'ingress' ? 'node' : endpoint)
      : undefined
  if (routing === undefined) return straight
  const { taken, needs, rules, tables, authorizers, checks } = routing
  const about = canonical(tables)
  if ('why' in rules) return { kind: 'unknown', needs: rules.why, about }
  const seen = seenAt(asked, addressed, routing, groups)
  const checked = throughNode(asked, addressed, { kind: 'chain', rules, tables }, seen)
  const admitted = allOf([notOf(nodeRefuses(authorizers, seen)), notOf(seenToken(checks).refused)])
  const through = guarded(admitted, writtenTo(checked, writtenByTokens(checks)))
  return taken === true ? through : { kind: 'unknown', needs, among: [straight, through], about }
}

/** Its listeners read everything as HTTP. */
function throughNode(asked: Asked, addressed: Addressed, routes: ChainAt, seen: SeenRequest): DecisionTree {
  if (asked.protocol !== 'http') return denied
  // What reached it unencrypted goes on so, without the identity that a sidecar would show.
  const tree = routed({ ...asked, proxy: 'none' }, routes, addressed, { seen, stream: { at: 'waypoint', hosts: [] } })
  return withoutWrittenPaths(tree, { mesh: asked.mesh, rules: routes.rules, seen: seen.http?.path, point: seen.point })
}

type ChainAt = Extract<RoutesAt, { kind: 'chain' }>

function seenAt({ mesh, mutations = [] }: Asked, { port }: Addressed, routing: NodeRouting, groups?: readonly TlsGroup[]): SeenRequest {
  // What a sidecar passed on it has normalised.
  const pathSeen = groups === undefined ? pathAtNode(mesh, routing.normalization) : {}
  return {
    point: 'node proxy',
    identity: 'none',
    peer: 'client',
    origin: 'client',
    port,
    clientIs: 'unknown',
    http: { mutations, token: noToken, ...pathSeen },
  }
}
