import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import { isServiceOfGateways } from '../../../src/resolve/gateway-pods.ts'
import { policyLookup } from './applied-policies.ts'
import { bindingsOf } from './bindings.ts'
import { showsSidecar } from './enrolment.ts'
import type { HoldBack, Migration } from './migration.ts'
import { moversUnder } from './movers.ts'
import { accessNeeds } from './needs/access.ts'
import { backendNeeds } from './needs/backends.ts'
import { routingNeeds } from './needs/routing.ts'
import { type BindSituation, canBindWaypoint } from './standing.ts'
import type { Topology } from './topology.ts'
import { waypointFor } from './waypoint-choice.ts'

/** What moves and what is bound, given what is held back. */
export function draftMigration(
  { mesh, input }: Pick<Migration, 'mesh' | 'input'>,
  options: EmitOptions,
  topology: Topology,
  holdBacks: readonly HoldBack[],
): Migration {
  const { meshHeld, heldNamespaces, held, standingOf, moves, movesWhole, workloadMoves } = moversUnder(mesh, topology, holdBacks)
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

  const staying = mesh.workloads.filter(
    (workload) => moves(workload.namespace) && (workload.gateway || (showsSidecar(workload) && held.has(workload))),
  )
  const stays = new Set(staying)

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
    staying,
    stays: (workload) => stays.has(workload),
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
