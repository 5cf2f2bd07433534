import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../../src/diagnostics/place.ts'
import { mayHaveSidecars } from '../../../../../src/model/data-plane.ts'
import type { EndpointPolicy } from '../../../../../src/model/endpoint-policy.ts'
import type { NetworkPolicy } from '../../../../../src/model/network-policy.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { proxiesSendHbone, sidecarsTakeHbone } from '../../../../../src/resolve/attach/hbone.ts'
import { mayHaveSidecar } from '../../enrolment.ts'
import { hboneAmong, passedByHbone } from '../../hbone-in-rules.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { governs, mayBePeers } from '../../network-ends.ts'
import { mayBeOf, podsSelectedBy } from '../../network-policy/rules.ts'

type Direction = 'ingress' | 'egress'

/** A rule that HBONE passes, the pods that keep their proxy under it, and the namespaces of the pods at the other end. */
interface Passed {
  readonly policy: NetworkPolicy | EndpointPolicy
  readonly direction: Direction
  readonly place: Place
  readonly pods: string
  isPeer(namespace: string): boolean
}

/**
 * Network policies that close ports of pods which keep their proxy. Sidecars take HBONE from clients that move, and send it to pods that move: both
 * ends see port 15008 in place of the port that is meant. Example: Cilium denies port 9090 of `shop/cart`, which stays; `web/front`, once it is
 * ambient, reaches 9090 through 15008. So the other end stays as well.
 */
export function hbonePastSidecarHoldBacks(migration: Migration): HoldBack[] {
  if (migration.movingNamespaces.length === 0) return []
  return [...migration.mesh.networkPolicies.flatMap((one) => ofNetworkPolicy(one, migration)), ...ofEndpointPolicies(migration)].flatMap(
    (passed) => {
      const namespaces = migration.movingNamespaces.filter(passed.isPeer)
      if (namespaces.length === 0) return []
      const { policy, direction, pods, place } = passed
      const params = { policy: objectText(policy.place.object), direction, pods, namespaces }
      const cause = diagnose(catalogue.hbonePassesNetworkPolicy, place, params)
      return namespaces.map((namespace): HoldBack => ({ subject: { namespace }, cause }))
    },
  )
}

function ofNetworkPolicy(policy: NetworkPolicy, migration: Migration): Passed[] {
  const selected = podsSelectedBy(policy, migration.mesh)
  return directionsOf(migration).flatMap((direction): Passed[] => {
    if (!policy.directions.includes(direction)) return []
    const pod = selected.find((candidate) => keepsProxy(migration, candidate, direction))
    if (pod === undefined && (selected.length > 0 || !mayStayUnseen(migration, policy.namespace))) return []
    const pods = pod === undefined ? `pods of ${policy.namespace}` : nameOf(pod)
    return hboneAmong(policy[direction], direction === 'ingress' ? selected : migration.mesh.workloads).map(({ rule, port }) => ({
      ...{ policy, direction, pods, place: port.place },
      isPeer: (namespace) => mayBeOf(rule, policy.namespace, namespace, migration),
    }))
  })
}

function ofEndpointPolicies(migration: Migration): Passed[] {
  const policies = migration.mesh.endpointPolicies.filter(({ refused }) => refused === undefined)
  return policies.flatMap((policy) =>
    directionsOf(migration).flatMap((direction): Passed[] => {
      const pod = migration.mesh.workloads.find(
        (candidate) => keepsProxy(migration, candidate, direction) && governs(migration.mesh, policy, candidate),
      )
      if (pod === undefined) return []
      return passedByHbone(policy[direction], direction === 'ingress' ? [pod] : migration.mesh.workloads).map((rule) => ({
        ...{ policy, direction, place: rule.place, pods: nameOf(pod) },
        isPeer: (namespace) => mayBePeers(migration.mesh, rule, namespace),
      }))
    }),
  )
}

/** Ways in which HBONE passes what keeps its proxy. */
function directionsOf({ mesh: { settings } }: Migration): Direction[] {
  return [...(sidecarsTakeHbone(settings) ? ['ingress' as const] : []), ...(proxiesSendHbone(settings) ? ['egress' as const] : [])]
}

/** Gateways send HBONE as sidecars do, and take none from clients. */
function keepsProxy(migration: Migration, pod: Workload, direction: Direction): boolean {
  return (mayHaveSidecar(pod) && !migration.workloadMoves(pod)) || (pod.gateway && direction === 'egress')
}

/** Whether pods that the input does not have may be on sidecars of a namespace that stays, as a whole or in part. */
function mayStayUnseen(migration: Migration, name: string): boolean {
  const plane = migration.namespaceNamed(name)?.dataPlane
  return !migration.movesWhole(name) && plane !== undefined && mayHaveSidecars(plane)
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`
}
