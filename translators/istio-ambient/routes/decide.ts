import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { failed, type Obstacle } from '../../gateway-api/write/obstacle.ts'
import { clientCondition, foreignNames, obstaclesAtWaypoint } from './at-waypoint.ts'
import { candidateOf, isMeshTable } from './candidates.ts'
import { backendTargetOf } from './destinations.ts'
import { mirrorsFromWaypoint } from './mirrors.ts'
import { guardOf } from './policies.ts'
import { destinationFindings, reachedBackends } from './reach.ts'
import type { VersionService } from './version-service.ts'
import { routeObjects } from './write.ts'

/** What becomes of one table that routes for the mesh. */
export interface RouteDecision {
  readonly table: RouteTable
  readonly outcome: 'converted' | 'kept' | 'refused' | 'shadowed'
  /** The Services that it routes; empty when refused. */
  readonly services: readonly Service[]
  readonly routes: readonly KubernetesObject[]
  readonly versionServices: readonly VersionService[]
  readonly diagnostics: readonly Diagnostic[]
  /** Hosts for which the table stays although it is converted, by their places in it. */
  readonly staying: readonly Place[]
  /** The older table that sidecars follow instead. */
  readonly shadowedBy?: RouteTable
}

/** All that decisions about routes depend on beside the mesh: assumptions do not change them. */
type RouteOptions = Pick<EmitOptions, 'routes' | 'versions'>

const decided = new WeakMap<Mesh, Map<string, readonly RouteDecision[]>>()

/** Decides every table of the mesh, once for each set of options. */
export function decideRoutes(mesh: Mesh, options: RouteOptions): readonly RouteDecision[] {
  const known = decided.get(mesh) ?? new Map<string, readonly RouteDecision[]>()
  decided.set(mesh, known)
  const key = JSON.stringify([options.routes, options.versions])
  const before = known.get(key)
  if (before !== undefined) return before
  const decisions = mesh.routes.filter(isMeshTable).map((table) => decide(table, mesh, options))
  known.set(key, decisions)
  return decisions
}

function decide(original: RouteTable, mesh: Mesh, options: RouteOptions): RouteDecision {
  const none = { table: original, services: [], routes: [], versionServices: [], staying: [] }
  const candidate = candidateOf(original, mesh)
  if (candidate.kind === 'refused') return { ...none, outcome: 'refused', diagnostics: candidate.diagnostics }
  if (candidate.kind === 'shadowed') {
    const winner = objectText(candidate.by.place.object)
    return {
      ...none,
      outcome: 'shadowed',
      shadowedBy: candidate.by,
      diagnostics: [diagnose(catalogue.routeShadowed, original.place, { winner })],
    }
  }
  const { services, staying, diagnostics: outside } = candidate
  const { table, diagnostics, complete } = flattenDelegates(original, mesh)
  const merging = [...outside, ...diagnostics]
  const refuse = (found: readonly Diagnostic[]): RouteDecision => ({ ...none, outcome: 'refused', diagnostics: found })
  if (!complete) {
    return refuse([...merging, diagnose(catalogue.routeNotExpressible, original.place, { what: 'a delegate that cannot be merged' })])
  }
  const client = obstaclesAtWaypoint(table).filter(({ what }) => what === clientCondition)
  if (client.length > 0) {
    return refuse([
      ...merging,
      ...client.map(({ place }) => diagnose(catalogue.routeDependsOnClient, place, { what: 'they depend on who the client is' })),
    ])
  }
  const trust = services.flatMap((service) => destinationFindings(table, service, mesh))
  const untrusted = trust.filter(({ severity }) => severity === 'error')
  if (untrusted.length > 0) return refuse([...merging, ...untrusted])

  const written = options.routes === 'virtualservice' ? undefined : routeObjects(table, services, mesh, options.versions)
  const behind = [...policiesFirst(table, services, mesh), ...mirrorsFromWaypoint(table, services, mesh)]
  if (written !== undefined && !failed(written)) {
    return { table: original, outcome: 'converted', services, staying, ...written.value, diagnostics: [...merging, ...trust, ...behind] }
  }
  const obstacles: readonly Obstacle[] = written?.obstacles ?? []
  if (options.routes === 'httproute') return refuse([...merging, ...notExpressible(obstacles)])
  const atWaypoint = [
    ...obstaclesAtWaypoint(table),
    ...services.flatMap((service) => [...foreignNames(table, service.host), ...destinationObstacles(table, service, mesh)]),
  ]
  if (atWaypoint.length > 0) return refuse([...merging, ...notExpressible(atWaypoint)])
  const name = objectText(original.place.object)
  const [first] = obstacles
  const kept = diagnose(catalogue.routeKept, first?.place ?? original.place, { table: name, what: first?.what ?? 'the choice of routes' })
  return {
    table: original,
    outcome: 'kept',
    services,
    routes: [],
    versionServices: [],
    staying: [],
    diagnostics: [kept, ...merging, ...trust, ...behind],
  }
}

function notExpressible(obstacles: readonly Obstacle[]): Diagnostic[] {
  return obstacles.map(({ place, what }) => diagnose(catalogue.routeNotExpressible, place, { what }))
}

function destinationObstacles(table: RouteTable, service: Service, mesh: Mesh): Obstacle[] {
  return [...reachedBackends(table, service)].flatMap(({ named, from }) => {
    const destination = backendTargetOf(named, table.namespace, from, mesh)
    return failed(destination) ? destination.obstacles : []
  })
}

/** Answers of the routes themselves come after the policies at a waypoint, and came before them at the sidecar of the client. */
function policiesFirst(table: RouteTable, services: readonly Service[], mesh: Mesh): Diagnostic[] {
  const guarded = services.some((service) => {
    const guard = guardOf(service, mesh)
    return guard === undefined || guard.policies.length > 0
  })
  if (!guarded) return []
  return table.http.flatMap(({ action }) => [
    ...(action.fault === undefined ? [] : [diagnose(catalogue.answerBehindPolicies, action.fault.place, { what: 'the injected fault' })]),
    ...(action.cors === undefined
      ? []
      : [diagnose(catalogue.answerBehindPolicies, action.cors.place, { what: 'the answer to CORS preflights' })]),
    ...(action.redirect === undefined ? [] : [diagnose(catalogue.answerBehindPolicies, action.redirect.place, { what: 'the redirect' })]),
    ...(action.response === undefined
      ? []
      : [diagnose(catalogue.answerBehindPolicies, action.response.place, { what: 'the direct response' })]),
  ])
}
