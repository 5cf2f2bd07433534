import { meetsSelector } from '../../../../src/model/label-selector.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { NetworkPolicy, NetworkRule } from '../../../../src/model/network-policy.ts'
import { contradicts, type Workload } from '../../../../src/model/workload.ts'
import type { Migration } from '../../migration/migration.ts'

/** Where connections between ambient pods arrive. */
export const hbonePort = 15008

/** Where kubelet probes come from in ambient mode (istio:cni/pkg/nodeagent/options.go). */
const probeAddress = '169.254.7.127/32'

export function podsSelectedBy(policy: NetworkPolicy, mesh: Mesh): Workload[] {
  return mesh.workloads.filter(
    (pod) => pod.namespace === policy.namespace && pod.address === undefined && !pod.hostNetwork && meetsSelector(policy.pods, pod.labels),
  )
}

/** Whether ports of a rule admit HBONE; an entry without a number means every port of its protocol. */
export function admitsHbone(ports: NetworkRule['ports']): boolean {
  return ports.length === 0 || ports.some((port) => port.transport === 'TCP' && (port.port === undefined || isInRange(port, hbonePort)))
}

/** Whether a number is the port, or in the range that begins with it. */
export function isInRange({ port, endPort }: NetworkRule['ports'][number], number: number): boolean {
  return typeof port === 'number' && port <= number && number <= (endPort ?? port)
}

/** Whether pods of a namespace, those that the input does not have among them, may be among the peers of a rule; a range may mean any pod. */
export function mayBeOf({ peers }: NetworkRule, from: string, namespace: string, migration: Pick<Migration, 'namespaceNamed'>): boolean {
  if (peers.length === 0) return true
  return peers.some((peer) => {
    if (peer.kind === 'range') return true
    if (peer.namespaces === undefined) return namespace === from
    return meetsSelector(peer.namespaces, { 'kubernetes.io/metadata.name': namespace, ...migration.namespaceNamed(namespace)?.labels })
  })
}

/** Whether two policies of one direction can select the same pod; labels that contradict each other rule it out. */
export function ingressPoliciesMayOverlap(a: NetworkPolicy, b: NetworkPolicy): boolean {
  if (a.namespace !== b.namespace || !a.directions.includes('ingress')) return false
  return !contradicts(a.pods.labels, b.pods.labels)
}

/** True when a rule admits probes from anywhere, or from their address. */
export function admitsProbes(policy: NetworkPolicy): boolean {
  return policy.ingress.some(
    ({ peers }) =>
      peers.length === 0 || peers.some((peer) => peer.kind === 'range' && (peer.cidr === probeAddress || peer.cidr === '0.0.0.0/0')),
  )
}

/** The ports that all rules admit alike, or what keeps them from being one list of numbers. */
export function allowedPorts(policy: NetworkPolicy): readonly number[] | string {
  const lists: string[] = []
  for (const { ports } of policy.ingress) {
    if (ports.length === 0) return 'some of its rules admit every port, others do not'
    const numbers = ports.map(({ port, endPort, transport }) =>
      transport === 'TCP' && typeof port === 'number' && endPort === undefined ? port : undefined,
    )
    if (numbers.includes(undefined)) return 'it names ports by name, by range, or of another protocol than TCP'
    lists.push([...new Set(numbers as number[])].sort((a, b) => a - b).join(','))
  }
  if (new Set(lists).size > 1) return 'its rules admit different ports to different peers'
  return lists[0]!.split(',').map(Number)
}
