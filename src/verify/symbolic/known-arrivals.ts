import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { perMesh } from '../../resolve/host-index.ts'
import type { TlsGroup } from './client.ts'
import type { Delivery } from './decision-tree.ts'

/** Where requests arrive, and by whom they are sent there. */
interface LastStep {
  readonly pod: Workload
  readonly waypoint: Waypoint | undefined
  /** What DestinationRules make of the connections: of equal ones the same object. */
  readonly groups: readonly TlsGroup[]
}

type ByGroups = WeakMap<readonly TlsGroup[], Map<string, Delivery>>

/** Every address and every route that leads to pods asks the same of them: what was found for one, by what else is asked. */
export function knownArrivals(mesh: Mesh, { pod, waypoint, groups }: LastStep): Map<string, Delivery> {
  const { straight, by } = arrivalsIn(mesh)
  const atPods = waypoint === undefined ? straight : within(by, waypoint, () => new WeakMap<Workload, ByGroups>())
  const byGroups = within(atPods, pod, (): ByGroups => new WeakMap())
  return within(byGroups, groups, () => new Map<string, Delivery>())
}

const arrivalsIn = perMesh(() => ({
  straight: new WeakMap<Workload, ByGroups>(),
  by: new WeakMap<Waypoint, WeakMap<Workload, ByGroups>>(),
}))

function within<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
