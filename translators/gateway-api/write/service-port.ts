import type { ServicePort } from '../../../src/model/service.ts'

/** Names of ports and protocols that are equal in name and in what Istio takes them for. */
const appProtocols: Partial<Record<ServicePort['protocol'], string>> = {
  http: 'http',
  http2: 'http2',
  grpc: 'grpc',
  tcp: 'tcp',
  tls: 'tls',
  https: 'https',
}

/** A port of a Service that stands for a subset: as the whole Service has it, with the protocol spelled out where its name does not tell. */
export function writtenPort({ name, port, targetPort, transport, protocol }: ServicePort) {
  const implied = name?.split('-')[0]
  const appProtocol = appProtocols[protocol]
  return {
    ...(name === undefined ? {} : { name }),
    port,
    targetPort,
    ...(transport === 'TCP' ? {} : { protocol: transport }),
    ...(appProtocol === undefined || implied === appProtocol ? {} : { appProtocol }),
  }
}
