import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { WaypointBinding } from '../../../src/model/workload.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { admitsNamespace } from '../../../src/resolve/waypoints.ts'
import type { WaypointRef } from './migration.ts'
import type { Topology } from './topology.ts'

/** The waypoint of a Service: the one it is bound to already when that serves Services, else a new one in its namespace. */
export function waypointFor(mesh: Mesh, options: EmitOptions, topology: Topology, target: Service | ExternalHost): WaypointRef {
  const namespace = topology.namespaceNamed(target.namespace)
  // What a canary lets through comes with another identity, and policies of the first waypoint do not hold there.
  const canary = target.canary?.binding ?? (target.waypoint === undefined ? namespace?.canary?.binding : undefined)
  const existing = canary === undefined || canary.none ? existingWaypoint(mesh, target, target.waypoint ?? namespace?.waypoint) : undefined
  if (existing !== undefined) return existing
  const wanted = options.waypoints === 'namespace' ? 'waypoint' : `${target.name.slice(0, 54)}-waypoint`
  const name = freeName(mesh, topology, target.namespace, wanted)
  return waypointRef(mesh, target.namespace, name, name, true)
}

function existingWaypoint(mesh: Mesh, target: Service | ExternalHost, binding: WaypointBinding | undefined): WaypointRef | undefined {
  if (binding === undefined || binding.none) return undefined
  const found = mesh.waypoints.find((waypoint) => waypoint.name === binding.name && waypoint.namespace === binding.namespace)
  // A waypoint that also takes pod traffic lets it past policies of Services under the same identity (istio:listener_waypoint.go).
  if (found === undefined || found.traffic !== 'service' || found.proxy !== 'istio') return undefined
  if (!admitsNamespace(mesh, found, target.namespace)) return undefined
  return waypointRef(mesh, found.namespace, found.name, found.serviceAccount, false)
}

function waypointRef(mesh: Mesh, namespace: string, name: string, serviceAccount: string, isNew: boolean): WaypointRef {
  const principal = `${mesh.settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`
  return { name, namespace, principal, serviceAccount, isNew }
}

/** A waypoint's identity vouches for what it lets through, so no application may share its service account, nor another Gateway its name. */
function freeName(mesh: Mesh, topology: Topology, namespace: string, wanted: string): string {
  const taken = takenNames(mesh, topology, namespace)
  let name = wanted
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`
  return name
}

/** Names in each namespace that a new waypoint cannot have, but for those of its pods and Services. */
const namesIn = perMesh((mesh): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = new Map<string, Set<string>>()
  const add = (namespace: string, name: string): void => {
    const known = names.get(namespace)
    if (known === undefined) names.set(namespace, new Set([name]))
    else known.add(name)
  }
  for (const { namespace, name } of [...mesh.serviceAccounts, ...mesh.waypoints]) add(namespace, name)
  for (const { namespace, name, api } of mesh.gateways) if (api === 'gateway-api') add(namespace, name)
  // Gateways that policies and extensions wait for by name: a new waypoint would put them into force.
  for (const { attachment } of [...mesh.authorization, ...mesh.requestAuthentication, ...mesh.extensions])
    if (attachment.scope === 'targets')
      for (const { kind, name } of attachment.targets) if (kind === 'Gateway') add(attachment.namespace, name)
  return names
})

// The input does not change while migrations are drafted over it.
const takenIn = new WeakMap<Topology, Map<string, ReadonlySet<string>>>()

function takenNames(mesh: Mesh, topology: Topology, namespace: string): ReadonlySet<string> {
  const known = takenIn.get(topology) ?? new Map<string, ReadonlySet<string>>()
  takenIn.set(topology, known)
  const before = known.get(namespace)
  if (before !== undefined) return before
  const taken = new Set([
    ...(namesIn(mesh).get(namespace) ?? []),
    ...topology.workloadsIn(namespace).map((workload) => workload.serviceAccount),
    ...topology.servicesIn(namespace).map((service) => service.name),
  ])
  known.set(namespace, taken)
  return taken
}
