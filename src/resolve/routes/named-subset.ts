import type { Subset } from '../../model/backend.ts'
import { canonical } from '../../model/canonical.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Service } from '../../model/service.ts'
import { type Labels, selects } from '../../model/workload.ts'
import { countingOrders, layersSeenFrom } from './followed-rules.ts'

/** The proxy that looks for a subset. */
export interface SubsetSeeker {
  /** The namespace of its pods; several where the input does not say which. */
  readonly namespaces: readonly string[]
  /** The labels of its pods; undefined where they are not known. */
  readonly labels?: Labels | undefined
  /** Rules for clients of some labels are for what leaves a pod, and not for what arrives at a waypoint. */
  readonly atWaypoint: boolean
}

/**
 * What a name of a subset may stand for, by the DestinationRules that a proxy follows; undefined for no such subset, which is answered with 503. There is
 * more than one where it depends on the ages of rules, or on who the client is, and the input does not say so
 * (istio:pilot/pkg/model/sidecar.go DestinationRule, pilot/pkg/model/push_context.go destinationRule).
 */
export function subsetsNamed(mesh: Mesh, seeker: SubsetSeeker, service: Service, name: string): readonly (Subset | undefined)[] {
  const found = seeker.namespaces.flatMap((namespace) => namedIn(mesh, namespace, seeker, service, name))
  const distinct = new Map(found.map((subset) => [subset === undefined ? '' : canonical(subset.labels), subset]))
  return [...distinct.values()]
}

function namedIn(mesh: Mesh, namespace: string, { labels, atWaypoint }: SubsetSeeker, service: Service, name: string) {
  const layers = layersSeenFrom(mesh, namespace, service)
  const named = (rules: (typeof layers)[number]): Subset | undefined =>
    rules.flatMap(({ subsets }) => subsets).find((one) => one.name === name)
  const own = atWaypoint ? [] : (layers[0] ?? []).filter((rule) => rule.clientSelector !== undefined)
  const selected = labels === undefined ? undefined : own.find(({ clientSelector }) => selects(clientSelector!, labels))
  if (selected !== undefined) return [named([selected])]
  const orders = layers.flatMap((layer) => countingOrders(layer.filter(({ clientSelector }) => clientSelector === undefined)))
  const general = orders.length === 0 ? [undefined] : orders.map(named)
  return labels === undefined ? [...own.map((rule) => named([rule])), ...general] : general
}
