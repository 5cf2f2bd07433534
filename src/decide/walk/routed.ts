import type { Waypoint } from '../../model/gateway.ts'
import type { Branch, Decision, PointDecision, PointName } from '../../model/verdict.ts'
import { answerOf, noRoute } from '../../resolve/routes/answer.ts'
import type { ChainRule, RoutesAt } from '../../resolve/routes/chain-rule.ts'
import { type RouteTarget, routeTargetsOf } from '../../resolve/routes/destination-host.ts'
import { answeredPreflights, preflightAnswer, preflightSettings } from '../../resolve/routes/preflight.ts'
import { requestMutations, settingsOf } from '../../resolve/routes/route-action.ts'
import { byteRouter, type StreamPoint, streamRules } from '../../resolve/routes/stream-rules.ts'
import { holds } from '../rules/atom.ts'
import type { View } from '../rules/view.ts'
import { branchesTo, type SoFar } from './forward.ts'
import { ended, fromBranches, type Walk } from './walk.ts'

/** The proxy that applies routes, and what it sees. */
export interface RoutingPoint {
  readonly point: PointName
  readonly at: string
  readonly view: View
  readonly stream: StreamPoint
  readonly waypoint?: Waypoint
  /** Tables with limits that it keeps. */
  readonly counts?: PointDecision['because']
}

/** Where a request goes by default, and under which name it was addressed. */
export interface Addressed {
  readonly destination: RouteTarget
  readonly host: string
  readonly port: number
}

/** Applies the routes of one proxy: the first rule that matches decides, without any the request goes where it is addressed. */
export function throughRoutes(
  walk: Walk,
  routes: RoutesAt,
  routing: RoutingPoint,
  addressed: Addressed,
  points: readonly PointDecision[],
): Decision {
  if (routes.kind === 'undetermined')
    return ended('undetermined', [...points, said(routing, 'undetermined', `it is not known ${routes.why}`, [routes.at], routes.why)])
  const tables = routes.tables ?? []
  if (routing.view.http === undefined) return throughStreams(walk, tables, routing, addressed, points)
  if (routes.kind === 'default') return straight(walk, routing, addressed, points)
  // A proxy has only the rules whose conditions on the client are met.
  const built = routes.rules.filter(({ client }) => holds(client, routing.view) !== false)
  for (const rule of built) {
    const truth = holds(rule.predicate, routing.view)
    if (truth === false) continue
    const place = rule.match?.place ?? rule.rule.place
    if (truth === 'unknown') {
      const needs = 'a condition of a route'
      return ended('undetermined', [...points, said(routing, 'undetermined', 'a condition of a route cannot be decided', [place], needs)])
    }
    return followed(walk, rule, routing, addressed, [...points, said(routing, 'allowed', `routed by ${nameOf(rule)}`, [place])])
  }
  if (built.length === 0) return straight(walk, routing, addressed, points)
  const because = routes.tables.map(({ place }) => place)
  // Without any rule the request would go on; whether the proxy has one depends on what the input does not say of the client.
  if (!built.some(({ client }) => holds(client, routing.view) === true)) {
    const needs = 'the labels of the client'
    return ended('undetermined', [...points, said(routing, 'undetermined', 'whether the client has one of the routes', because, needs)])
  }
  const answered = [...points, said(routing, 'allowed', 'no rule matches', because)]
  return { verdict: 'allowed', answer: noRoute, points: answered, branches: [], settings: [] }
}

function straight(walk: Walk, { waypoint }: RoutingPoint, { destination }: Addressed, points: readonly PointDecision[]): Decision {
  return fromBranches(branchesTo(walk, destination, 1, [], { points, ...(waypoint === undefined ? {} : { waypoint }) }))
}

function followed(
  walk: Walk,
  rule: ChainRule,
  { waypoint, view }: RoutingPoint,
  { host, port }: Addressed,
  points: readonly PointDecision[],
): Decision {
  const settings = [settingsOf(walk.mesh, rule)]
  const preflight = answeredPreflights(rule)
  const answersPreflight = preflight !== undefined && holds(preflight, view) === true
  if (answersPreflight)
    return { verdict: 'allowed', answer: preflightAnswer, points, branches: [], settings: settings.map(preflightSettings) }
  const answer = answerOf(rule, view.http!, port)
  if (answer !== undefined) return { verdict: 'allowed', answer, points, branches: [], settings }
  const soFar: SoFar = { points, ...(waypoint === undefined ? {} : { waypoint }) }
  const branches = routeTargetsOf(walk.mesh, rule, { host, port }).flatMap(({ destination, share, backend }): readonly Branch[] =>
    branchesTo(walk, destination, share, requestMutations(rule, backend), soFar),
  )
  return fromBranches(branches, settings)
}

function throughStreams(
  walk: Walk,
  tables: readonly ChainRule['table'][],
  routing: RoutingPoint,
  addressed: Addressed,
  points: readonly PointDecision[],
): Decision {
  const [first] = streamRules(tables, addressed.port, walk.request.sni, routing.stream)
  if (first === undefined) return straight(walk, routing, addressed, points)
  const { table, rule, truth } = first
  if (truth === 'unknown') {
    const needs = 'the addresses or labels of the client'
    return ended('undetermined', [
      ...points,
      said(routing, 'undetermined', 'a condition of a route cannot be decided', [rule.place], needs),
    ])
  }
  const met = [...points, said(routing, 'allowed', `routed by ${table.namespace}/${table.name}`, [rule.place])]
  const chained: ChainRule = {
    table,
    rule: { matches: [], action: { kind: 'forward', backends: rule.backends, mirrors: [] }, place: rule.place },
    match: undefined,
    predicate: { kind: 'all', of: [] },
    client: { kind: 'all', of: [] },
    ...byteRouter(routing.stream),
    ...(routing.waypoint === undefined ? {} : { waypoint: routing.waypoint, rulesIn: [routing.waypoint.namespace] }),
  }
  const soFar: SoFar = { points: met, ...(routing.waypoint === undefined ? {} : { waypoint: routing.waypoint }) }
  return fromBranches(
    routeTargetsOf(walk.mesh, chained, addressed).flatMap(({ destination, share }) => branchesTo(walk, destination, share, [], soFar)),
  )
}

function nameOf({ table }: ChainRule): string {
  return `${table.place.object.kind} ${table.namespace}/${table.name}`
}

function said(
  { point, at, view, counts }: RoutingPoint,
  verdict: PointDecision['verdict'],
  reason: string,
  because: PointDecision['because'],
  needs?: string,
): PointDecision {
  return {
    point,
    at,
    verdict,
    reason,
    saw: {
      ...(view.identity === undefined ? {} : { identity: view.identity }),
      port: view.port === 'unknown' ? 0 : view.port,
      ...(view.http === undefined ? {} : { path: view.http.target }),
    },
    because,
    ...(needs === undefined ? {} : { needs }),
    ...(counts === undefined ? {} : { counts }),
  }
}
