import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../src/model/mesh.ts'
import type { PortProtocol } from '../../src/model/service.ts'
import { declaredProtocols, protocolOf, understandsHttp } from '../../src/resolve/declared-protocol.ts'
import { meshWith, pods, service, servicePort } from '../decide/meshed.ts'

const till = pods('till')

// istio:pilot/pkg/serviceregistry/kube/controller
describe('how a port is read', () => {
  const of = (...protocols: PortProtocol[]): Mesh =>
    meshWith({
      services: protocols.map((protocol, index) =>
        service(`s${index}`, { selector: { app: 'till' }, ports: [servicePort(80, { targetPort: 8080, protocol })] }),
      ),
    })

  test('is what its Services say, where they agree', () => {
    expect([of(), of('tcp'), of('tcp', 'tcp'), of('tcp', 'http')].map((mesh) => protocolOf(mesh, till, 8080))).toEqual([
      'auto',
      'tcp',
      'tcp',
      undefined,
    ])
    expect(declaredProtocols(of('tcp', 'http', 'tcp'), till, 8080)).toEqual(['http', 'tcp'])
    expect(protocolOf(of('tcp'), till, 80)).toBe('auto')
  })

  test('is HTTP where it is declared, or where nobody declares and it is spoken', () => {
    const http: PortProtocol[] = ['http', 'http2', 'grpc', 'auto']
    const others: PortProtocol[] = ['tcp', 'tls', 'https', 'udp', 'other']
    expect(http.map((one) => understandsHttp(one, 'http'))).toEqual([true, true, true, true])
    expect(http.map((one) => understandsHttp(one, 'tcp'))).toEqual([true, true, true, false])
    expect(others.filter((one) => understandsHttp(one, 'http'))).toEqual([])
  })
})
