import type { Mesh } from '../model/mesh.ts'
import { askedHost } from '../verify/parts/asked-host.ts'
import type { ComparedDestination } from '../verify/parts/compared-destination.ts'
import { undeclaredHost } from '../verify/parts/destinations.ts'
import type { Flow } from './flows.ts'
import { anyRelation, type Relation } from './relation.ts'
import type { SeenDestination } from './seen-traffic.ts'

type Arriving = Pick<Flow, 'destination' | 'reporters'>

/** Whether what was seen went to a destination of a difference. No metric has ports. */
export function toDestination(compared: ComparedDestination, flow: Arriving, meshes: readonly Mesh[]): Relation {
  const { destination } = flow
  if (destination.missing !== undefined) return { perhaps: destination.missing }
  // What comes in at a gateway is seen where it goes on to.
  if (compared.gateway !== undefined) return anyRelation(compared.services.map((service) => calledAs(service, destination)))
  const { address, workloads } = compared
  switch (address.kind) {
    case 'service':
      return toService(`${address.namespace}/${address.name}`, workloads, destination)
    case 'pod':
      return toPods(`${address.namespace}/${address.workload}`, flow)
    case 'host':
      return toHost(address.host, compared.hosts, destination, meshes)
  }
}

function toService(service: string, workloads: readonly string[], destination: SeenDestination): Relation {
  const called = calledAs(service, destination)
  if (called !== 'no' || destination.services.length > 0) return called
  const isBehind = destination.workload !== undefined && workloads.includes(destination.workload)
  return isBehind ? { perhaps: 'series name pods behind the Service, and not by what they were called' } : 'no'
}

function calledAs(service: string, { services }: SeenDestination): Relation {
  if (!services.includes(service)) return 'no'
  return services.length === 1 ? 'yes' : { perhaps: 'pods behind several Services were reached, by one of them' }
}

/**
 * Pods by their own address. The proxy of the client counts what it sends to a Service under its name; that of the destination does the same with what
 * came to the pod itself.
 */
function toPods(pods: string, { destination, reporters }: Arriving): Relation {
  if (destination.workload !== pods) return 'no'
  if (destination.services.length === 0) return 'yes'
  if (reporters.includes('source') || reporters.includes('graph')) return 'no'
  return { perhaps: 'where the destination counts, its Service is named also for requests to the address of a pod' }
}

/** Hosts that nothing declares go through clusters of Envoy with names of their own (istio.io/latest/docs/ops/common-problems/network-issues). */
const undeclared = ['PassthroughCluster', 'BlackHoleCluster']

function toHost(asked: string, hosts: readonly string[], { host, services }: SeenDestination, meshes: readonly Mesh[]): Relation {
  if (host === undefined || services.length > 0) return 'no'
  if (undeclared.includes(host))
    return asked === undeclaredHost ? 'yes' : { perhaps: `\`${host}\` stands for hosts that series do not name` }
  const declared = meshes.flatMap(({ externalHosts }) => externalHosts.flatMap((one) => one.hosts))
  const patterns = [asked, ...[...declared, ...hosts].filter((pattern) => askedHost(pattern) === asked)]
  return patterns.some((pattern) => isBelow(host, pattern)) ? 'yes' : 'no'
}

function isBelow(host: string, pattern: string): boolean {
  return host === pattern || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)))
}
