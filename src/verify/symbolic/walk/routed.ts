import { canonical } from '../../../model/canonical.ts'
import type { Waypoint } from '../../../model/gateway.ts'
import type { RouteTable } from '../../../model/route.ts'
import type { PortProtocol } from '../../../model/service.ts'
import type { ChainRule, RoutesAt } from '../../../resolve/routes/chain-rule.ts'
import { type RouteTarget, routeTargetsOf } from '../../../resolve/routes/destination-host.ts'
import { requestMutations, settingsOf } from '../../../resolve/routes/route-action.ts'
import { byteRouter, type MatchingStreamRule, type StreamPoint, streamRules } from '../../../resolve/routes/stream-rules.ts'
import { commonAnswer, notFound, withPreflights } from '../answer.ts'
import { anyOf } from '../condition.ts'
import type { DecisionTree } from '../decision-tree.ts'
import { conditionOf } from '../rules/atom.ts'
import type { SeenRequest } from '../rules/view.ts'
import { arrivalsAt, straightTo } from './forward.ts'
import type { Asked } from './walk.ts'

/** Where requests go by default, and under which name they were addressed. */
export interface Addressed {
  readonly destination: RouteTarget
  readonly host: string
  readonly port: number
  readonly protocol: PortProtocol
  /** The namespace that declares the host; undefined when nothing does. */
  readonly declaredIn: string | undefined
}

/** The proxy that routes requests. */
export interface Router {
  /** What it sees of them. */
  readonly seen: SeenRequest
  /** What it matches routes for bytes with. */
  readonly stream: StreamPoint
  /** Set where it is a waypoint. */
  readonly waypoint?: Waypoint
}

export function routed(asked: Asked, routes: RoutesAt, addressed: Addressed, router: Router): DecisionTree {
  const { seen } = router
  if (routes.kind === 'undetermined') {
    const each = routes.among.map((one) => routed(asked, one, addressed, router))
    const among = [straightTo(asked, addressed.destination, { waypoint: router.waypoint }), ...each]
    return { kind: 'unknown', needs: routes.why, among, ...(routes.about === undefined ? {} : { about: routes.about }) }
  }
  if (seen.http === undefined) return streamed(asked, routes.tables ?? [], addressed, router)
  const straight = straightTo(asked, addressed.destination, { waypoint: router.waypoint })
  if (routes.kind === 'default') return straight
  // A proxy whose client meets no rule's condition has no route at all.
  const built = anyOf(routes.rules.map(({ client }) => conditionOf(client, seen)))
  let tree: DecisionTree =
    built.kind === 'all' && built.of.length === 0 ? notFound : { kind: 'if', when: built, yes: notFound, no: straight }
  for (const rule of [...routes.rules].reverse()) {
    const yes = withPreflights(asked.mesh, rule, seen, followed(asked, rule, addressed, router))
    const when = conditionOf(rule.predicate, seen)
    tree = when.kind === 'all' && when.of.length === 0 ? yes : { kind: 'if', when, yes, no: tree }
  }
  return tree
}

function followed(asked: Asked, rule: ChainRule, addressed: Addressed, { waypoint }: Router): DecisionTree {
  const { mesh } = asked
  const answer = commonAnswer(rule, addressed.port)
  if (answer !== undefined) return { kind: 'answered', answer }
  const arrivals = routeTargetsOf(mesh, rule, addressed).flatMap(({ destination, share, backend }) =>
    arrivalsAt(asked, destination, { share, mutations: requestMutations(rule, backend), waypoint }),
  )
  return { kind: 'sent', settings: [settingsOf(mesh, rule)], arrivals }
}

/** Connections without HTTP: TLS and TCP rules choose. */
function streamed(asked: Asked, tables: readonly RouteTable[], addressed: Addressed, router: Router): DecisionTree {
  const found = streamRules(tables, addressed.port, asked.serverName, router.stream)
  const [first] = found
  const straight = straightTo(asked, addressed.destination, { waypoint: router.waypoint })
  if (first === undefined) return straight
  if (first.truth === true) return streamedBy(asked, first, addressed, router)
  const each = found.map((one) => streamedBy(asked, one, addressed, router))
  return { kind: 'unknown', needs: 'the addresses or labels of the client', among: [straight, ...each], about: streamDoubt(found) }
}

/** What rules for bytes ask of a client that is not in a request, by value: labels and addresses. */
function streamDoubt(found: readonly MatchingStreamRule[]): string {
  return canonical(found.map(({ rule, truth }) => (truth === true ? [] : rule.matches)))
}

function streamedBy(asked: Asked, { table, rule }: MatchingStreamRule, addressed: Addressed, { waypoint, stream }: Router): DecisionTree {
  const chained: ChainRule = {
    table,
    rule: { matches: [], action: { kind: 'forward', backends: rule.backends, mirrors: [] }, place: rule.place },
    match: undefined,
    predicate: { kind: 'all', of: [] },
    client: { kind: 'all', of: [] },
    ...byteRouter(stream),
    ...(waypoint === undefined ? {} : { waypoint, rulesIn: [waypoint.namespace] }),
  }
  const arrivals = routeTargetsOf(asked.mesh, chained, addressed).flatMap(({ destination, share }) =>
    arrivalsAt(asked, destination, { share, mutations: [], waypoint }),
  )
  return { kind: 'sent', settings: [], arrivals }
}
