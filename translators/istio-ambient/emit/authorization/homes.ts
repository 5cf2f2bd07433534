import { compareText } from '../../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../../src/model/authorization.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import type { Json } from '../../../../src/model/object.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Migration, WaypointRef } from '../../migration/migration.ts'

/** Where a policy is enforced by waypoints: one object, with the Services, the Gateway or the class it refers to. */
export interface Home<B> {
  readonly namespace: string
  readonly targetRefs: readonly Json[]
  /** What the object says there. */
  readonly body: B
}

export interface Housed<B> {
  readonly service: Service
  readonly body: B
  /** Bodies with equal keys can share an object. */
  readonly key: string
}

/** More refs than this are rejected by the schema. */
const maxRefs = 16

/**
 * The fewest objects that attach a policy to the waypoints of its Services. A ref to a new waypoint's Gateway is used for namespace-wide
 * policies when that waypoint serves nothing else; a ref to the class only where `classRef` says that it could not widen anything.
 */
export function homesOf<B>(migration: Migration, attachment: Attachment, housed: readonly Housed<B>[], classRef: boolean): Home<B>[] {
  const [first] = housed
  if (first === undefined) return []
  const uniform = housed.every((entry) => entry.key === first.key)
  if (attachment.scope === 'mesh' && uniform && classRef && classIsOurs(migration)) {
    const refs = [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }]
    return [{ namespace: migration.mesh.settings.rootNamespace, targetRefs: refs, body: first.body }]
  }
  const homes: Home<B>[] = []
  const byNamespace = new Map<string, Housed<B>[]>()
  for (const entry of housed) {
    const known = byNamespace.get(entry.service.namespace)
    if (known === undefined) byNamespace.set(entry.service.namespace, [entry])
    else known.push(entry)
  }
  for (const [namespace, mine] of [...byNamespace].sort(([a], [b]) => compareText(a, b))) {
    for (const key of [...new Set(mine.map((entry) => entry.key))]) {
      const group = mine.filter((entry) => entry.key === key)
      const refs = attachment.scope === 'workloads' ? group.map(({ service }) => serviceRef(service)) : widestRefs(migration, group)
      for (let start = 0; start < refs.length; start += maxRefs) {
        homes.push({ namespace, targetRefs: refs.slice(start, start + maxRefs), body: group[0]!.body })
      }
    }
  }
  return homes
}

function serviceRef(service: Service): Json {
  return { group: '', kind: 'Service', name: service.name }
}

/** Refs to Gateways instead of Services wherever a new waypoint in the namespace serves nothing but Services of the group. */
function widestRefs<B>(migration: Migration, group: readonly Housed<B>[]): Json[] {
  const members = new Set<unknown>(group.map((entry) => entry.service))
  const refs = new Map<string, Json>()
  const exclusive = new Map<string, boolean>()
  const servesNothingElse = (waypoint: WaypointRef): boolean => {
    const key = `${waypoint.namespace}/${waypoint.name}`
    const known = exclusive.get(key) ?? migration.servedBy(waypoint).every((target) => members.has(target))
    exclusive.set(key, known)
    return known
  }
  for (const { service } of group) {
    const waypoint = migration.waypointOf(service)
    if (waypoint?.isNew && waypoint.namespace === service.namespace && servesNothingElse(waypoint)) {
      refs.set(`Gateway ${waypoint.name}`, { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: waypoint.name })
    } else refs.set(`Service ${service.name}`, serviceRef(service))
  }
  return [...refs.values()]
}

/** A class ref reaches every waypoint there is: only where all of them are ours and none lets traffic out of the mesh. */
function classIsOurs(migration: Migration): boolean {
  return (
    atLeast(migration.options.versions.istio, '1.26') &&
    migration.mesh.waypoints.length === 0 &&
    migration.bound.every((target) => !('resolution' in target) && migration.waypointOf(target)?.isNew === true)
  )
}
