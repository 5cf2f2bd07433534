import { parseIpRange } from '../../algebra/ip-range.ts'
import type { ExternalHost } from '../../model/service.ts'
import type { EndpointIdentity } from './endpoint-identity.ts'

/** What a connection to a host outside of the cluster goes to, as Cilium sees it. */
export interface OutsideEnd {
  readonly identity: EndpointIdentity
  readonly port: number
}

interface OutsideHost {
  readonly host: string
  readonly port: number
  /** What declares the host, if something does. */
  readonly owner?: ExternalHost
}

/**
 * All that a connection to a host may go to. A sidecar or a gateway connects to the endpoints that a ServiceEntry lists; a client without a
 * proxy connects to what the name is looked up to, and no ServiceEntry changes that. ztunnel looks names up itself, where Cilium does not see it
 * for the pod (istio:architecture/ambient/ztunnel.md).
 */
export function outsideEnds({ host, port, owner }: OutsideHost, carriedBy: 'proxy' | 'ztunnel' | 'nothing'): readonly OutsideEnd[] {
  if (owner?.workloadSelector !== undefined) return [{ identity: { kind: 'pod', namespace: owner.namespace }, port }]
  if (carriedBy === 'ztunnel') return [{ identity: { kind: 'world' }, port }]
  const declared = owner?.ports.find((one) => one.port === port)
  if (carriedBy === 'nothing' || owner === undefined || declared === undefined) return [{ identity: outsideAt(host), port }]
  const own = declared.targetPort ?? port
  const listed = owner.endpoints.map(({ address, ports }) => ({ identity: outsideAt(address), port: ports[declared.name] ?? own }))
  switch (owner.resolution) {
    case 'none':
    case 'dynamic-dns':
      return [{ identity: outsideAt(host), port }]
    case 'static':
      return listed.length > 0 ? listed : [{ identity: { kind: 'world' }, port: own }]
    case 'dns':
    case 'dns-round-robin':
      return listed.length > 0 ? listed : [{ identity: outsideAt(host), port: own }]
  }
}

/** A name, or an address. */
function outsideAt(host: string): EndpointIdentity {
  return parseIpRange(host) === undefined ? { kind: 'world', host } : { kind: 'world', ip: host }
}
