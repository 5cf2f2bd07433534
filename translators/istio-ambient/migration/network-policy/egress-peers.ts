import { meetsSelector } from '../../../../src/model/label-selector.ts'
import type { NetworkRule } from '../../../../src/model/network-policy.ts'
import type { Labels } from '../../../../src/model/workload.ts'
import type { Migration, WaypointRef } from '../migration.ts'

/** Pods of a waypoint carry the name of their Gateway (istio:pilot/pkg/config/kube/gateway/deploymentcontroller.go). */
export function labelsOf({ name }: WaypointRef): Labels {
  return { 'gateway.networking.k8s.io/gateway-name': name }
}

/** Whether a rule is about pods with some labels; an address range may be about any pod. */
export function reaches({ peers }: NetworkRule, from: string, labels: Labels, namespace: string, migration: Migration): boolean {
  if (peers.length === 0) return true
  return peers.some((peer) => {
    if (peer.kind === 'range') return true
    if (peer.pods !== undefined && !meetsSelector(peer.pods, labels)) return false
    if (peer.namespaces === undefined) return namespace === from
    const known = migration.namespaceNamed(namespace)?.labels ?? {}
    return meetsSelector(peer.namespaces, { 'kubernetes.io/metadata.name': namespace, ...known })
  })
}
