import type { EnvoyFields } from './node-check.ts'

const httpOptions = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions'

/**
 * A cluster of a host outside, over TLS: its certificate is held against its name and the authorities of the image of Cilium's Envoy, so that no
 * other host can give keys (px:Dockerfile, envoy:api/envoy/extensions/transport_sockets/tls/v3/tls.proto).
 */
export function keysCluster(name: string, host: string, port: number): EnvoyFields {
  const address = { socketAddress: { address: host, portValue: port } }
  return {
    '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
    name,
    type: 'STRICT_DNS',
    connectTimeout: '10s',
    loadAssignment: { clusterName: name, endpoints: [{ lbEndpoints: [{ endpoint: { address } }] }] },
    transportSocket: {
      name: 'envoy.transport_sockets.tls',
      typedConfig: {
        '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
        sni: host,
        commonTlsContext: {
          validationContext: {
            trustedCa: { filename: '/etc/ssl/certs/ca-certificates.crt' },
            matchTypedSubjectAltNames: [{ sanType: 'DNS', matcher: { exact: host } }],
          },
        },
      },
    },
    typedExtensionProtocolOptions: {
      [httpOptions]: { '@type': `type.googleapis.com/${httpOptions}`, explicitHttpConfig: { httpProtocolOptions: {} } },
    },
  }
}
