import { compareText } from '../../../src/diagnostics/place.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Migration, Need, WaypointRef } from './migration.ts'

/** Who gets which waypoint, and why. */
export type Bindings = Pick<Migration, 'bound' | 'needsOf' | 'waypointOf' | 'servedBy' | 'servicesUnder'>

/** Binds whatever needs a waypoint to the one that is chosen for it; needs that decide access come first. */
export function bindingsOf(
  wanted: readonly Need[],
  chosen: (target: Service | ExternalHost) => WaypointRef,
  policiesOf: Migration['policiesOf'],
): Bindings {
  const needs = grouped(wanted.map((need) => [need.target, need]))
  for (const list of needs.values()) list.sort((a, b) => Number(b.decidesAccess) - Number(a.decidesAccess))
  const bound = [...needs.keys()].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))
  const waypoints = new Map(bound.map((target) => [target, chosen(target)]))
  const served = grouped(bound.map((target) => [keyOf(waypoints.get(target)!), target]))
  const under = grouped<object, Service>(
    bound.flatMap((target) => {
      if ('resolution' in target) return []
      const { authorization, requests } = policiesOf(target)
      return [...authorization, ...requests].map((policy): [object, Service] => [policy, target])
    }),
  )
  return {
    bound,
    needsOf: (target) => needs.get(target) ?? [],
    waypointOf: (target) => waypoints.get(target),
    servedBy: (waypoint) => served.get(keyOf(waypoint)) ?? [],
    servicesUnder: (policy) => under.get(policy) ?? [],
  }
}

function keyOf({ namespace, name }: WaypointRef): string {
  return `${namespace}/${name}`
}

function grouped<K, V>(entries: readonly (readonly [K, V])[]): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const [key, value] of entries) {
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [value])
    else known.push(value)
  }
  return groups
}
