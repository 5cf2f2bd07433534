import type { EndpointTraffic } from '../../model/endpoint-policy.ts'
import type { ContainerPort } from '../../model/workload.ts'

type PortTraffic = Extract<EndpointTraffic, { kind: 'ports' }>

/**
 * The ports that a rule names, both ends of each range included: names are those of the pod that is connected to. A range that begins with a
 * name ends where it says, or is that one port if it would end before it (measured: Cilium 1.20.2).
 */
export function portRanges(
  { port, transport }: PortTraffic,
  named: readonly ContainerPort[],
): readonly { readonly from: number; readonly to: number; readonly protocol?: string }[] {
  if (typeof port === 'object' && 'from' in port) return [port]
  const { name, to } = typeof port === 'string' ? { name: port, to: 0 } : port
  return named
    .filter((own) => own.name === name && (transport === 'any' || own.protocol === transport))
    .map((own) => ({ from: own.port, to: Math.max(own.port, to), protocol: own.protocol }))
}
