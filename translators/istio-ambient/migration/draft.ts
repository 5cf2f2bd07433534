import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { isServiceOfGateways } from '../../../src/resolve/gateway-pods.ts'
import { policyLookup } from './applied-policies.ts'
import { bindingsOf } from './bindings.ts'
import { mayHaveSidecar, showsSidecar, showsSidecars } from './enrolment.ts'
import type { HoldBack, Migration } from './migration.ts'
import { accessNeeds } from './needs/access.ts'
import { backendNeeds } from './needs/backends.ts'
import { routingNeeds } from './needs/routing.ts'
import { type BindSituation, canBindWaypoint, namespaceStanding } from './standing.ts'
import type { Topology } from './topology.ts'
import { waypointFor } from './waypoint-choice.ts'

/** What moves and what is bound, given what is held back. */
export function draftMigration(
  { mesh, input }: Pick<Migration, 'mesh' | 'input'>,
  options: EmitOptions,
  topology: Topology,
  holdBacks: readonly HoldBack[],
): Migration {
  const meshHeld = holdBacks.some((hold) => hold.subject === 'mesh')
  const heldNamespaces = new Set(
    holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'namespace' in hold.subject ? [hold.subject.namespace] : [])),
  )
  const runsSidecars = new Set(mesh.namespaces.filter((namespace) => showsSidecars(namespace, topology)).map(({ name }) => name))
  const held = heldWorkloads(holdBacks, topology)
  const inPart = new Set([...held].filter(mayHaveSidecar).map(({ namespace }) => namespace))
  const leaves = (workload: Workload) => showsSidecar(workload) && !held.has(workload)
  const standingOf = (namespace: string) =>
    namespaceStanding({
      meshHeld,
      namespaceHeld: heldNamespaces.has(namespace),
      runsSidecars: runsSidecars.has(namespace),
      someHeld: inPart.has(namespace),
      someLeave: () => topology.workloadsIn(namespace).some(leaves),
    })
  const moves = (namespace: string) => standingOf(namespace) !== 'stays'
  const movesWhole = (namespace: string) => standingOf(namespace) === 'moves'
  const workloadMoves = (workload: Workload) => moves(workload.namespace) && leaves(workload)
  const lookup = policyLookup(mesh, (service) => topology.workloadsOf(service).filter(workloadMoves))

  const situationOf = (target: Service | ExternalHost): BindSituation => {
    const pods = 'resolution' in target ? [] : topology.workloadsOf(target)
    return {
      namespace: standingOf(target.namespace),
      external: 'resolution' in target,
      virtualAddress: 'resolution' in target || hasVirtualAddress(target),
      pods: pods.length === 0 ? 'none' : { someMove: pods.some(workloadMoves), someHeld: pods.some((pod) => held.has(pod)) },
      ofGateways: pods.length === 0 && !('resolution' in target) && isServiceOfGateways(target, input),
    }
  }
  const needs = [
    ...accessNeeds({ mesh, topology, moves, workloadMoves, ...lookup }),
    ...routingNeeds(mesh, options),
    ...backendNeeds(mesh, options),
  ].filter(({ target }) => canBindWaypoint(situationOf(target)))
  const bindings = bindingsOf(needs, (target) => waypointFor(mesh, options, topology, target), lookup.policiesOf)

  return {
    mesh,
    input,
    options,
    workloadsIn: topology.workloadsIn,
    servicesIn: topology.servicesIn,
    namespaceNamed: topology.namespaceNamed,
    moves,
    movesWhole,
    workloadMoves,
    workloadsOf: topology.workloadsOf,
    servicesOf: topology.servicesOf,
    holdBacks,
    ...bindings,
    ...lookup,
    staying: mesh.workloads.filter(
      (workload) => moves(workload.namespace) && (workload.gateway || (showsSidecar(workload) && held.has(workload))),
    ),
    stayingAlone: meshHeld
      ? []
      : mesh.workloads.filter((workload) => held.has(workload) && showsSidecar(workload) && !heldNamespaces.has(workload.namespace)),
    movingNamespaces: mesh.namespaces.map((namespace) => namespace.name).filter(moves),
  }
}

/** Services whose virtual address ztunnel can send through a waypoint. */
export function hasVirtualAddress(service: Service): boolean {
  return !service.headless && service.externalName === undefined
}

/** Pods that share a Service with a pod that stays would be reached through one address with two different checks: they stay too. */
function heldWorkloads(holdBacks: readonly HoldBack[], topology: Topology): ReadonlySet<Workload> {
  const held = new Set<Workload>()
  const waiting = holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'workload' in hold.subject ? [hold.subject.workload] : []))
  for (let workload = waiting.pop(); workload !== undefined; workload = waiting.pop()) {
    if (held.has(workload)) continue
    held.add(workload)
    for (const service of topology.servicesOf(workload)) waiting.push(...topology.workloadsOf(service).filter(showsSidecar))
  }
  return held
}
