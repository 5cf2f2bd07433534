import { compareText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { isServiceOfGateways } from '../../../src/resolve/gateway-pods.ts'
import { mayHaveSidecar, showsSidecar, showsSidecars } from './enrolment.ts'
import type { AppliedPolicies, HoldBack, Migration, Need, WaypointRef } from './migration.ts'
import { accessNeeds } from './needs/access.ts'
import { backendNeeds } from './needs/backends.ts'
import { routingNeeds } from './needs/routing.ts'
import { coversPods, type Pods, podsBehind, podsOf } from './pods.ts'
import type { Topology } from './topology.ts'
import { waypointFor } from './waypoint-choice.ts'

/** The policies that can hold in a namespace: those of the whole mesh, then its own. */
function policyIndex<T extends { readonly attachment: Attachment }>(list: readonly T[]): (namespace: string) => readonly T[] {
  const everywhere: T[] = []
  const index = new Map<string, T[]>()
  for (const policy of list) {
    const namespace = 'namespace' in policy.attachment ? policy.attachment.namespace : undefined
    if (namespace === undefined) everywhere.push(policy)
    else index.set(namespace, [...(index.get(namespace) ?? []), policy])
  }
  return (namespace) => [...everywhere, ...(index.get(namespace) ?? [])]
}

/** What moves and what is bound, given what is held back. */
export function draftMigration(
  { mesh, input }: Pick<Migration, 'mesh' | 'input'>,
  options: EmitOptions,
  topology: Topology,
  holdBacks: readonly HoldBack[],
): Migration {
  const everything = holdBacks.some((hold) => hold.subject === 'mesh')
  const heldNamespaces = new Set(
    holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'namespace' in hold.subject ? [hold.subject.namespace] : [])),
  )
  const runsSidecars = new Set(mesh.namespaces.filter((namespace) => showsSidecars(namespace, topology)).map(({ name }) => name))
  const held = heldWorkloads(holdBacks, topology)
  const inPart = new Set([...held].filter(mayHaveSidecar).map(({ namespace }) => namespace))
  const leaves = (workload: Workload) => showsSidecar(workload) && !held.has(workload)
  // Where every workload stays, the Namespace does: pods that the input does not have may be under what keeps the others.
  const moves = (namespace: string) =>
    !everything &&
    runsSidecars.has(namespace) &&
    !heldNamespaces.has(namespace) &&
    (!inPart.has(namespace) || topology.workloadsIn(namespace).some(leaves))
  const movesWhole = (namespace: string) => moves(namespace) && !inPart.has(namespace)
  const workloadMoves = (workload: Workload) => moves(workload.namespace) && leaves(workload)

  const authorizationIn = policyIndex(mesh.authorization)
  const requestsIn = policyIndex(mesh.requestAuthentication)
  const applied = new Map<object, AppliedPolicies>()
  const policiesOfPods = (key: object, pods: Pods): AppliedPolicies => {
    const known = applied.get(key)
    if (known !== undefined) return known
    const covering = <T extends { readonly attachment: Attachment }>(list: readonly T[]) =>
      list.filter((policy) => coversPods(policy.attachment, pods) === 'yes')
    const result = { authorization: covering(authorizationIn(pods.namespace)), requests: covering(requestsIn(pods.namespace)) }
    applied.set(key, result)
    return result
  }
  const policiesOfWorkload = (workload: Workload) => policiesOfPods(workload, podsOf(workload))
  const movingPods = (service: Service) => topology.workloadsOf(service).filter(workloadMoves)
  const policiesOf = (service: Service) => {
    const [first] = movingPods(service)
    return first === undefined ? policiesOfPods(service, podsBehind(service)) : policiesOfWorkload(first)
  }

  const canBind = (target: Service | ExternalHost): boolean => {
    if (!moves(target.namespace)) return false
    if ('resolution' in target) return true
    if (!hasVirtualAddress(target)) return false
    const pods = topology.workloadsOf(target)
    if (pods.length === 0 && isServiceOfGateways(target, input)) return false
    return pods.length === 0 ? movesWhole(target.namespace) : pods.some(workloadMoves) && !pods.some((workload) => held.has(workload))
  }

  const needs = new Map<Service | ExternalHost, Need[]>()
  const context = { mesh, topology, moves, workloadMoves, policiesOf, policiesOfWorkload }
  for (const need of [...accessNeeds(context), ...routingNeeds(mesh, options), ...backendNeeds(mesh, options)]) {
    if (canBind(need.target)) needs.set(need.target, [...(needs.get(need.target) ?? []), need])
  }
  for (const list of needs.values()) list.sort((a, b) => Number(b.decidesAccess) - Number(a.decidesAccess))

  const bound = [...needs.keys()].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))
  const waypoints = new Map<Service | ExternalHost, WaypointRef>()
  const served = new Map<string, (Service | ExternalHost)[]>()
  for (const target of bound) {
    const waypoint = waypointFor(mesh, options, topology, target)
    waypoints.set(target, waypoint)
    const key = `${waypoint.namespace}/${waypoint.name}`
    const known = served.get(key)
    if (known === undefined) served.set(key, [target])
    else known.push(target)
  }

  const under = new Map<object, Service[]>()
  for (const target of bound) {
    if ('resolution' in target) continue
    const { authorization, requests } = policiesOf(target)
    for (const policy of [...authorization, ...requests]) {
      const known = under.get(policy)
      if (known === undefined) under.set(policy, [target])
      else known.push(target)
    }
  }

  return {
    mesh,
    input,
    options,
    servedBy: (waypoint) => served.get(`${waypoint.namespace}/${waypoint.name}`) ?? [],
    servicesUnder: (policy) => under.get(policy) ?? [],
    workloadsIn: topology.workloadsIn,
    servicesIn: topology.servicesIn,
    namespaceNamed: topology.namespaceNamed,
    moves,
    movesWhole,
    workloadMoves,
    workloadsOf: topology.workloadsOf,
    servicesOf: topology.servicesOf,
    waypointOf: (target) => waypoints.get(target),
    needsOf: (target) => needs.get(target) ?? [],
    bound,
    holdBacks,
    policiesOf,
    policiesOfWorkload,
    staying: mesh.workloads.filter(
      (workload) => moves(workload.namespace) && (workload.gateway || (showsSidecar(workload) && held.has(workload))),
    ),
    stayingAlone: everything
      ? []
      : mesh.workloads.filter((workload) => held.has(workload) && showsSidecar(workload) && !heldNamespaces.has(workload.namespace)),
    movingNamespaces: mesh.namespaces.map((namespace) => namespace.name).filter(moves),
  }
}

/** Services whose virtual address ztunnel can send through a waypoint. */
export function hasVirtualAddress(service: Service): boolean {
  return !service.headless && service.externalName === undefined
}

/** Pods that share a Service with a pod that stays would be reached through one address with two different checks: they stay too. */
function heldWorkloads(holdBacks: readonly HoldBack[], topology: Topology): ReadonlySet<Workload> {
  const held = new Set<Workload>()
  const waiting = holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'workload' in hold.subject ? [hold.subject.workload] : []))
  for (let workload = waiting.pop(); workload !== undefined; workload = waiting.pop()) {
    if (held.has(workload)) continue
    held.add(workload)
    for (const service of topology.servicesOf(workload)) waiting.push(...topology.workloadsOf(service).filter(showsSidecar))
  }
  return held
}
