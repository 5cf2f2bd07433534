import { objectText } from '../../diagnostics/place.ts'
import { isCapturedByZtunnel, mayHaveSidecars } from '../../model/data-plane.ts'
import type { Extension } from '../../model/extension.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { attachedTo } from '../../resolve/attachment.ts'
import { perMesh } from '../../resolve/host-index.ts'
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
  const found = pods === undefined ? [] : decidingFor(mesh, pods, part)
  return new Map(found.map((extension) => [`${extension.kind} ${extension.content}`, extension]))
}

function decidingFor(mesh: Mesh, pods: Workload, { destination: { address } }: Part): readonly Extension[] {
  if (!isCapturedByZtunnel(pods.dataPlane)) {
    if (!mayHaveSidecars(pods.dataPlane)) return []
    return candidates(mesh, [pods.namespace]).filter(({ attachment }) => attachedTo(attachment, pods, mesh.settings))
  }
  const service = address.kind === 'service' ? findService(mesh, address.namespace, address.name) : undefined
  const waypoint = service === undefined ? boundWaypoint(mesh, pods, 'workload') : waypointOf(mesh, service)
  if (waypoint === undefined) return []
  const namespaces = [
    pods.namespace,
    waypoint.namespace,
    mesh.settings.rootNamespace,
    ...(service === undefined ? [] : [service.namespace]),
  ]
  return candidates(mesh, namespaces).filter(({ attachment }) => reachesWaypoint(mesh, attachment, waypoint, service))
}

/** Extensions that can concern namespaces: those that are limited to one of them, and those of every namespace. */
function candidates(mesh: Mesh, namespaces: readonly string[]): readonly Extension[] {
  const byNamespace = decidingByNamespace(mesh)
  return [everyNamespace, ...new Set(namespaces)].flatMap((name) => byNamespace.get(name) ?? [])
}

const everyNamespace = ''

const decidingByNamespace = perMesh(({ extensions }): ReadonlyMap<string, readonly Extension[]> => {
  const found = new Map<string, Extension[]>()
  for (const extension of extensions) {
    const { mayDecideAccess, contexts, attachment } = extension
    if (!mayDecideAccess || !contexts.some((context) => context === 'inbound' || context === 'any')) continue
    const namespace = 'namespace' in attachment ? (attachment.namespace ?? everyNamespace) : everyNamespace
    const own = found.get(namespace)
    if (own === undefined) found.set(namespace, [extension])
    else own.push(extension)
  }
  return found
})
