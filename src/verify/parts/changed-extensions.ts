import { objectText } from '../../diagnostics/place.ts'
import { canonical } from '../../model/canonical.ts'
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

/** Extensions, and limits at nodes, that two meshes do not have in common for the requests of a part. */
export interface ChangedExtensions {
  /** What would tell what becomes of the requests. */
  readonly needs: string
  /** Where nothing but limits of requests differs: the EnvoyFilters that set them, by name (`EnvoyFilter shop/limit`). Of limits at nodes alone, those that the pods' proxies keep as well. */
  readonly limits?: readonly string[]
}

/**
 * What decides about the requests of a part on one side and is not modelled: EnvoyFilters, Wasm plugins and proxies of other images that the
 * pods' proxies have before and not after, or the other way around, or with other contents. Undefined where both sides have the same. Example:
 * an EnvoyFilter with a filter `envoy.filters.http.rbac` denies requests before, and pods in ambient mode have no proxy that it changes.
 */
export function changedExtensions(before: Mesh, after: Mesh, part: Part): ChangedExtensions | undefined {
  if ([before, after].every((mesh) => mesh.extensions.length === 0 && limitsByService(mesh).size === 0)) return undefined
  const [was, is, standing] = [new Map<string, Deciding>(), new Map<string, Deciding>(), new Set<string>()]
  for (const { namespace, name } of podsReached(part)) {
    const [old, now] = [deciding(before, namespace, name, part), deciding(after, namespace, name, part)]
    for (const [key, one] of old) {
      if (!now.has(key)) was.set(one.name, one)
      else if (one.kind === 'limits') standing.add(one.name)
    }
    for (const [key, one] of now) if (!old.has(key)) is.set(one.name, one)
  }
  const changed = [...was.values(), ...is.values()]
  if (changed.length === 0) return undefined
  const names = [...[...was.keys()].map((name) => `${name} before`), ...[...is.keys()].map((name) => `${name} after`)].sort()
  if (changed.some(({ kind }) => kind === 'other')) return { needs: `what is decided by ${names.join(', ')}` }
  const own = changed.flatMap(({ kind, name }) => (kind === 'limits' ? [name] : []))
  return {
    needs: `how many requests came before, which are counted by ${names.join(', ')}`,
    limits: [...new Set(own.length > 0 ? own : standing)].sort(),
  }
}

interface Deciding {
  readonly name: string
  /** An EnvoyFilter that does nothing but refuse requests beyond a limit, limits that the proxies of nodes keep, or something else. */
  readonly kind: 'limits' | 'at-nodes' | 'other'
}

function podsReached({ before, after }: Part): readonly { readonly namespace: string; readonly name: string }[] {
  const reached = new Map([...destinationsReached(before), ...destinationsReached(after)])
  return [...reached.values()].flatMap((one) => (one.kind === 'pods' ? [{ namespace: one.namespace, name: one.workload }] : []))
}

/** The extensions that may decide about what arrives at pods, by what they say: one under another name does the same. */
function deciding(mesh: Mesh, namespace: string, name: string, part: Part): ReadonlyMap<string, Deciding> {
  const { address } = part.destination
  const known = decidingAt(mesh)
  const key = `${namespace}/${name} ${address.kind === 'service' ? `${address.namespace}/${address.name}` : ''}`
  const found = known.get(key) ?? decidingBehind(mesh, namespace, name, part)
  known.set(key, found)
  return found
}

/** Each port of pods, or of their Service, and each kind of clients asks. */
const decidingAt = perMesh(() => new Map<string, ReadonlyMap<string, Deciding>>())

function decidingBehind(mesh: Mesh, namespace: string, name: string, part: Part): ReadonlyMap<string, Deciding> {
  const pods = findWorkload(mesh, namespace, name)
  const found = pods === undefined ? [] : decidingFor(mesh, pods, part)
  return new Map([
    ...found.map(({ kind, content, place, limits }): [string, Deciding] => [
      `${kind} ${content}`,
      { name: objectText(place.object), kind: limits === undefined ? 'other' : 'limits' },
    ]),
    ...limitsAtNodes(mesh, part),
  ])
}

/** Limits that the proxies of nodes keep for the Service that is called. */
function limitsAtNodes(mesh: Mesh, { destination: { address } }: Part): readonly [string, Deciding][] {
  return address.kind === 'service' ? (limitsByService(mesh).get(`${address.namespace}/${address.name}`) ?? []) : []
}

const limitsByService = perMesh(({ nodeRoutes }): ReadonlyMap<string, readonly [string, Deciding][]> => {
  const found = new Map<string, [string, Deciding][]>()
  for (const { bindings, limits = [], place } of nodeRoutes) {
    if (limits.length === 0) continue
    const services = new Set(bindings.flatMap((one) => (one.to === 'service' ? [`${one.namespace}/${one.target.name}`] : [])))
    const own: [string, Deciding] = [`limits ${canonical(limits)}`, { name: objectText(place.object), kind: 'at-nodes' }]
    for (const service of services) found.set(service, [...(found.get(service) ?? []), own])
  }
  return found
})

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
