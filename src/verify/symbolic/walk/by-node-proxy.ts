import { languageKey } from '../../../algebra/language/language.ts'
import { canonical } from '../../../model/canonical.ts'
import type { Mesh } from '../../../model/mesh.ts'
import type { Service } from '../../../model/service.ts'
import type { ChainRule, RoutesAt } from '../../../resolve/routes/chain-rule.ts'
import { type NodeRouting, nodeRouting } from '../../../resolve/routes/node-routes.ts'
import { requestMutations } from '../../../resolve/routes/route-action.ts'
import { pathUnder } from '../attribute.ts'
import type { TlsGroup } from '../client.ts'
import { allOf, notOf, unknown, withLeaves } from '../condition.ts'
import { type DecisionTree, denied, guarded, writtenTo } from '../decision-tree.ts'
import { nodeRefuses } from '../rules/proxy-authorization.ts'
import { noToken, seenToken, writtenByTokens } from '../rules/token.ts'
import type { SeenHttp, SeenRequest } from '../rules/view.ts'
import { withConditions } from '../tree-conditions.ts'
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
  return seen.http?.path !== undefined && routes.rules.some(writesPart) ? withoutWrittenPaths(tree, seen.point) : tree
}

type ChainAt = Extract<RoutesAt, { kind: 'chain' }>

/** `/old/../admin` becomes `/new/../admin` at a node that does not normalise, and pods read `/admin`: what a path comes to is not worked out. */
function withoutWrittenPaths(tree: DecisionTree, point: string): DecisionTree {
  return withConditions(tree, (condition) =>
    withLeaves(condition, (leaf) =>
      leaf.kind === 'text' && leaf.attribute.kind === 'path'
        ? unknown(
            `${point}: written path in ${languageKey(leaf.language)}`,
            'what pods make of a path that was changed before it was normalised',
          )
        : leaf,
    ),
  )
}

function writesPart(rule: ChainRule): boolean {
  return requestMutations(rule).some(({ kind }) => kind === 'replace-prefix' || kind === 'replace-regex')
}

function seenAt({ mesh, mutations = [] }: Asked, { port }: Addressed, routing: NodeRouting, groups?: readonly TlsGroup[]): SeenRequest {
  return {
    point: 'node proxy',
    identity: 'none',
    peer: 'client',
    origin: 'client',
    port,
    clientIs: 'unknown',
    http: { mutations, token: noToken, ...pathSeen(mesh, routing, groups) },
  }
}

/** Listeners of the operator's own take paths as they come, which is as clients send them but for what a sidecar passed on: it has normalised them. */
function pathSeen({ settings }: Mesh, { normalization }: NodeRouting, groups?: readonly TlsGroup[]): Pick<SeenHttp, 'path'> {
  return normalization === settings.pathNormalization || groups !== undefined ? {} : { path: pathUnder(normalization) }
}
