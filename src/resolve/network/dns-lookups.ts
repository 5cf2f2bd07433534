import type { EndpointRule, EndpointTraffic } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import { type EndpointIdentity, isAmong, namesMatch } from './endpoint-identity.ts'
import { portRanges } from './port-ranges.ts'

/**
 * Whether a permission has pods look up a name through the agent's DNS proxy: only what passes there tells Cilium the addresses of a name
 * (docs.cilium.io, DNS based policies). Cluster DNS is taken to be what `k8s-app: kube-dns` in kube-system marks.
 */
export function seesLookup(mesh: Mesh, { lookups = [], peers, traffic }: EndpointRule, name: string): boolean {
  if (!lookups.some(({ pattern }) => namesMatch(pattern, name))) return false
  return isAmong(mesh, peers, clusterDns) === true && (traffic === undefined || traffic.some(carriesLookups))
}

const clusterDns: EndpointIdentity = { kind: 'pod', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }

const dnsPort = 53

function carriesLookups(traffic: EndpointTraffic): boolean {
  if (traffic.kind !== 'ports' || (traffic.transport !== 'any' && traffic.transport !== 'UDP')) return false
  return portRanges(traffic, []).some(({ from, to }) => from <= dnsPort && dnsPort <= to)
}
