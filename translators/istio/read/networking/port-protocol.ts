import type { PortProtocol } from '../../../../src/model/service.ts'

const protocols: Readonly<Record<string, PortProtocol>> = {
  http: 'http',
  http_proxy: 'http',
  'grpc-web': 'http',
  http2: 'http2',
  grpc: 'grpc',
  https: 'https',
  tls: 'tls',
  tcp: 'tcp',
  mongo: 'tcp',
  redis: 'tcp',
  mysql: 'tcp',
  udp: 'udp',
}

/**
 * How Istio treats a port whose `protocol` is written as a name, in any case. A name it does not know, and none at all, are sniffed
 * (istio:pkg/config/protocol/instance.go Parse). Databases are opaque TCP to policies.
 */
export function namedProtocol(name: string | undefined): PortProtocol {
  return protocols[(name ?? '').toLowerCase()] ?? 'auto'
}
