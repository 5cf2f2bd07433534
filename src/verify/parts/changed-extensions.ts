import { objectText } from '../../diagnostics/place.ts'
import { isCapturedByZtunnel, mayHaveSidecars } from '../../model/data-plane.ts'
import type { Extension } from '../../model/extension.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { attachedTo } from '../../resolve/attachment.ts'
import { findService, findWorkload } from '../../resolve/services.ts'
import { boundWaypoint, reachesWaypoint, waypointOf } from '../../resolve/waypoints.ts'
import { destinationsReached } from '../symbolic/decision-tree.ts'
import type { Part } from './part.ts'

/**
 * What decides about the requests of a part on one side and is not modelled: EnvoyFilters, Wasm plugins and proxies of other images that the
 * pods' proxies have before and not after, or the other way around, or with other contents. Undefined where both sides have the same. Example:
 * an EnvoyFilter with a filter `envoy.filters.http.rbac` denies requests before, and pods in ambient mode have no proxy that it changes.
 */
export function changedExtensions(before: Mesh, after: Mesh, part: Part): string | undefined {
  if (before.extensions.length === 0 && after.extensions.length === 0) return undefined
  const changed = new Set<string>()
  for (const { namespace, name } of podsReached(part)) {
    const [was, is] = [deciding(before, namespace, name, part), deciding(after, namespace, name, part)]
    for (const [key, extension] of was) if (!is.has(key)) changed.add(`${nameOf(extension)} before`)
    for (const [key, extension] of is) if (!was.has(key)) changed.add(`${nameOf(extension)} after`)
  }
  return changed.size === 0 ? undefined : `what is decided by ${[...changed].sort().join(', ')}`
}

function podsReached({ before, after }: Part): readonly { readonly namespace: string; readonly name: string }[] {
  const reached = new Map([...destinationsReached(before), ...destinationsReached(after)])
  return [...reached.values()].flatMap((one) => (one.kind === 'pods' ? [{ namespace: one.namespace, name: one.workload }] : []))
}

function nameOf({ place }: Extension): string {
  return objectText(place.object)
}

/** The extensions that may decide about what arrives at pods, by what they say: one under another name does the same. */
function deciding(mesh: Mesh, namespace: string, name: string, part: Part): ReadonlyMap<string, Extension> {
  const pods = findWorkload(mesh, namespace, name)
  const found = pods === undefined ? [] : mesh.extensions.filter((extension) => decidesFor(mesh, extension, pods, part))
  return new Map(found.map((extension) => [`${extension.kind} ${extension.content}`, extension]))
}

function decidesFor(mesh: Mesh, { mayDecideAccess, contexts, attachment }: Extension, pods: Workload, part: Part): boolean {
  if (!mayDecideAccess || !contexts.some((context) => context === 'inbound' || context === 'any')) return false
  if (!isCapturedByZtunnel(pods.dataPlane)) return mayHaveSidecars(pods.dataPlane) && attachedTo(attachment, pods, mesh.settings)
  const { address } = part.destination
  const service = address.kind === 'service' ? findService(mesh, address.namespace, address.name) : undefined
  const waypoint = service === undefined ? boundWaypoint(mesh, pods, 'workload') : waypointOf(mesh, service)
  return waypoint !== undefined && reachesWaypoint(mesh, attachment, waypoint, service)
}
