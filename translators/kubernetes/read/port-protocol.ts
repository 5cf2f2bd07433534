import type { PortProtocol } from '../../../src/model/service.ts'

/**
 * Names that Istio understands as a protocol, in ports of Services, Gateways, ServiceEntries and Sidecars alike
 * (istio:pkg/config/protocol/instance.go Parse); databases are opaque by default.
 */
export const protocolNames: Readonly<Record<string, PortProtocol>> = {
  http: 'http',
  http_proxy: 'http',
  'grpc-web': 'http',
  http2: 'http2',
  grpc: 'grpc',
  https: 'https',
  tls: 'tls',
  tcp: 'tcp',
  udp: 'udp',
  mongo: 'tcp',
  mysql: 'tcp',
  redis: 'tcp',
}

const standardNames: Readonly<Record<string, PortProtocol>> = {
  'kubernetes.io/h2c': 'http2',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'https',
}

/** SMTP, DNS, MySQL, MongoDB: sniffing would hang, because the server speaks first. */
const opaquePorts: ReadonlySet<number> = new Set([25, 53, 3306, 27017])

/**
 * The protocol of a Service port: `appProtocol` if there is one, else the part of the port's name before the first dash; what is neither
 * is sniffed, except on well-known ports (istio:pkg/config/kube/conversion.go ConvertProtocol).
 */
export function portProtocol(port: {
  readonly number: number
  readonly name?: string | undefined
  readonly appProtocol?: string | undefined
  readonly transport: 'TCP' | 'UDP' | 'SCTP'
}): PortProtocol {
  if (port.transport === 'UDP') return 'udp'
  if (port.transport === 'SCTP') return 'other'
  const written = port.appProtocol ?? port.name ?? ''
  if (port.appProtocol !== undefined && Object.hasOwn(standardNames, written)) return standardNames[written]!
  const name = written.toLowerCase()
  // The only protocol with a dash in its name, so the part before the first dash would be `grpc`.
  if (name.startsWith('grpc-web')) return protocolNames['grpc-web']!
  const [prefix = ''] = name.split('-')
  if (Object.hasOwn(protocolNames, prefix)) return protocolNames[prefix]!
  return opaquePorts.has(port.number) ? 'tcp' : 'auto'
}
