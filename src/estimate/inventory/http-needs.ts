import { compareText, objectText } from '../../diagnostics/place.ts'
import type { Change, Emission } from '../../model/change.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { KubernetesObject } from '../../model/object.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'

/** A Service, or a policy where the target attaches HTTP rules to pods, whose requests a proxy of layer 7 has to see. */
export interface HttpNeed {
  readonly object: string
  readonly why: string
  /** The field that asks for it. */
  readonly cause: Evidence
}

/** What has to pass a proxy of layer 7 in the output, each with the value of the input that asks for it. */
export function httpNeeds(mesh: Mesh, { changes }: Emission): readonly HttpNeed[] {
  const bound = mesh.services.flatMap(({ waypoint, place }): HttpNeed[] =>
    waypoint === undefined || waypoint.none
      ? []
      : [{ object: objectText(place.object), why: 'it is bound to a waypoint', cause: evidenceAt(waypoint.place) }],
  )
  const needs = [...bound, ...changes.flatMap(needsOf)]
  const first = new Map<string, HttpNeed>()
  for (const need of needs) if (!first.has(need.object)) first.set(need.object, need)
  return [...first.values()].sort((a, b) => compareText(a.object, b.object))
}

/** Waypoints that an emission adds. */
export function waypointsIn({ changes }: Emission): number {
  return changes.filter((change) => change.kind === 'add' && isWaypoint(change.object)).length
}

function isWaypoint({ kind, spec }: KubernetesObject): boolean {
  return kind === 'Gateway' && (spec as { gatewayClassName?: string }).gatewayClassName === 'istio-waypoint'
}

function needsOf(change: Change): readonly HttpNeed[] {
  const [place] = change.causes
  if (place === undefined) return []
  const cause = evidenceAt(place)
  if (change.kind === 'edit') {
    const binds = change.edits.some(({ op, path }) => op === 'set' && path.at(-1) === 'istio.io/use-waypoint')
    const opts = change.edits.some((edit) => edit.op === 'set' && edit.value === 'none' && edit.path.at(-1) === 'istio.io/use-waypoint')
    return binds && !opts ? [{ object: objectText(change.target), why: change.why, cause }] : []
  }
  if (change.kind === 'remove') return []
  const { object, why } = change
  const services = servicesOfRoute(object).map((name) => ({ object: name, why, cause }))
  return hasHttpRules(object) ? [{ object: objectText(place.object), why, cause }, ...services] : services
}

/** The Services that a route of the Gateway API is attached to. */
function servicesOfRoute({ kind, metadata, spec }: KubernetesObject): readonly string[] {
  if (!/^(?:HTTP|GRPC)Route$/.test(kind)) return []
  const parents = (spec as { parentRefs?: readonly { kind?: string; name: string; namespace?: string }[] }).parentRefs ?? []
  return parents
    .filter((parent) => parent.kind === 'Service')
    .map((parent) => objectText({ kind: 'Service', namespace: parent.namespace ?? metadata.namespace ?? '', name: parent.name }))
}

/** Whether a policy of Cilium has rules about HTTP, which its Envoy evaluates. */
function hasHttpRules({ kind, spec }: KubernetesObject): boolean {
  if (!/^Cilium(?:Clusterwide)?NetworkPolicy$/.test(kind)) return false
  const { ingress = [], egress = [] } = spec as { ingress?: readonly CiliumRule[]; egress?: readonly CiliumRule[] }
  return [...ingress, ...egress].some(({ toPorts = [] }) => toPorts.some(({ rules }) => rules?.http !== undefined))
}

interface CiliumRule {
  readonly toPorts?: readonly { readonly rules?: { readonly http?: unknown } }[]
}
