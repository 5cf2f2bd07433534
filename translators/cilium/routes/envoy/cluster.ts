import type { Json } from '../../../../src/model/object.ts'
import type { PortProtocol } from '../../../../src/model/service.ts'
import type { NamedBackend } from '../port-routes.ts'
import type { ClusterSettings } from './cluster-settings.ts'

type Fields = { readonly [field: string]: Json }

const httpOptions = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions'

/** No limit: what sidecars have unless a DestinationRule says otherwise. Envoy's own is 1024. */
const unlimited = 4_294_967_295

/** Cilium's name of a cluster: a slash would keep the agent from putting the name of the config before it (cc:operator/pkg/model/translation/envoy_cluster.go). */
export function clusterName({ namespace, name, port }: NamedBackend): string {
  return `${namespace}:${name}:${port}`
}

/** A cluster of the endpoints of one port of a Service, which Cilium sends to Envoy under `namespace/name:port`. */
export function envoyCluster(backend: NamedBackend, { balancing, pool, ejection }: ClusterSettings): Fields {
  const { namespace, name, port, destination } = backend
  const { limits = {}, connectTimeout = '10s', tcpKeepalive, idleTimeout, maxRequestsPerConnection } = pool ?? {}
  const common = {
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(maxRequestsPerConnection === undefined ? {} : { maxRequestsPerConnection }),
  }
  const threshold = {
    maxConnections: unlimited,
    maxPendingRequests: unlimited,
    maxRequests: unlimited,
    maxRetries: unlimited,
    ...limits,
  }
  return {
    '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
    name: clusterName(backend),
    type: 'EDS',
    edsClusterConfig: { serviceName: `${namespace}/${name}:${port}` },
    connectTimeout,
    lbPolicy: balancing,
    circuitBreakers: { thresholds: [threshold] },
    ...(ejection === undefined
      ? {}
      : { outlierDetection: ejection.outlierDetection, commonLbConfig: { healthyPanicThreshold: { value: ejection.panicPercent } } }),
    ...(tcpKeepalive === undefined ? {} : { upstreamConnectionOptions: { tcpKeepalive } }),
    typedExtensionProtocolOptions: {
      [httpOptions]: {
        '@type': `type.googleapis.com/${httpOptions}`,
        ...(Object.keys(common).length === 0 ? {} : { commonHttpProtocolOptions: common }),
        ...protocolOptions(pool?.protocol, destination.port.protocol, pool?.maxConcurrentStreams),
      },
    },
  }
}

/** What sidecars speak to a port: the protocol that it declares, and what the client speaks where that is sniffed. */
function protocolOptions(asked: 'http2' | 'as-client' | undefined, declared: PortProtocol, streams: number | undefined): Fields {
  const http2ProtocolOptions = streams === undefined ? {} : { maxConcurrentStreams: streams }
  if (asked === 'http2' || declared === 'http2' || declared === 'grpc') return { explicitHttpConfig: { http2ProtocolOptions } }
  if (asked === 'as-client' || declared === 'auto')
    return { useDownstreamProtocolConfig: { httpProtocolOptions: {}, http2ProtocolOptions } }
  return { explicitHttpConfig: { httpProtocolOptions: {} } }
}
