import type { Backend } from '../../../../src/model/route.ts'
import type { Message } from '../../../envoy/message.ts'

/** A Service that a cluster of Envoy stands for, at a port. */
export type ClusterTarget = Pick<Backend, 'host'> & { readonly port: number }

/** What says how connections are made and balanced, but not to which pods and with what on them. */
const balancing = [
  'altStatName',
  'circuitBreakers',
  'commonLbConfig',
  'connectTimeout',
  'ignoreHealthOnHostRemoval',
  'lbPolicy',
  'leastRequestLbConfig',
  'loadBalancingPolicy',
  'maglevLbConfig',
  'outlierDetection',
  'perConnectionBufferLimitBytes',
  'ringHashLbConfig',
  'typedExtensionProtocolOptions',
  'upstreamConnectionOptions',
]

/**
 * A cluster whose endpoints are those of a Service: Cilium serves them under `namespace/name:port`, for the ports that the object lists
 * (cc:pkg/ciliumenvoyconfig/controller.go computeLoadAssignments).
 */
export function readCluster(message: Message, served: ReadonlySet<string>, clusterDomain: string): ClusterTarget | undefined {
  const name = message.text('name') ?? ''
  const isDiscovered = message.text('type') === 'EDS'
  const discovery = message.message('edsClusterConfig')
  const endpoints = discovery?.text('serviceName') ?? name
  discovery?.ignore('edsConfig').done()
  message.ignore('@type', ...balancing).done()
  const named = /^([^/:]+)\/([^/:]+):(\d+)$/.exec(endpoints)
  if (!isDiscovered || named === null || !served.has(endpoints)) {
    message.isOdd()
    return undefined
  }
  return { host: `${named[2]}.${named[1]}.svc.${clusterDomain}`, port: Number(named[3]) }
}
