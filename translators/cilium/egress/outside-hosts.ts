import { parseIpRange } from '../../../src/algebra/ip-range.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { ExternalHost } from '../../../src/model/service.ts'
import { hostsMatch } from '../../../src/resolve/hosts.ts'

/** Why a client without a sidecar does not reach the hosts of a ServiceEntry as its sidecar did; undefined where DNS alone leads there. */
export function notByDns(mesh: Mesh, entry: ExternalHost): string | undefined {
  if (entry.workloadSelector !== undefined) return 'only sidecars know the pods that it selects'
  if (entry.endpoints.length > 0) return 'only sidecars know its endpoints'
  if (entry.resolution === 'static') return 'only sidecars know its endpoints'
  if (entry.addresses.length > 0) return 'only sidecars lead its addresses to its hosts'
  if (entry.location === 'internal') return 'its hosts are of the mesh'
  if (entry.ports.some(({ port, targetPort = port }) => targetPort !== port)) return 'only sidecars know its target ports'
  if (entry.hosts.some((host) => parseIpRange(host) !== undefined || !/[a-z]/i.test(host))) return 'its hosts are no names of DNS'
  const routed = mesh.routes.some((table) => table.hosts.some(({ host }) => entry.hosts.some((own) => hostsMatch(host, own))))
  if (routed) return 'routes lead its hosts elsewhere'
  const treated = mesh.backendPolicies.some((policy) => entry.hosts.some((own) => hostsMatch(policy.host, own)))
  return treated ? 'a DestinationRule has sidecars reach its hosts in another way' : undefined
}

/**
 * How Cilium names a host: `*.partner.example` of Istio is any number of labels, which is `**.partner.example` there, without the name itself
 * (measured: Cilium 1.20.2).
 */
export function fqdnOf(host: string): { readonly matchName: string } | { readonly matchPattern: string } {
  return host.startsWith('*.') ? { matchPattern: `*${host}` } : { matchName: host }
}

/** Hosts that policies can name. */
export function isNameable(host: string): boolean {
  return host.length < 255 && /^(\*\.)?[-\w.]+$/.test(host)
}
