import type { Client, HttpHeaders, Request, Token } from '../../src/model/request.ts'
import fc from '../fast-check.ts'
import type { GeneratedMesh } from './sidecar-mesh.ts'

const token: fc.Arbitrary<Token> = fc.constantFrom<Token>(
  { kind: 'none' },
  { kind: 'invalid' },
  { kind: 'valid', claims: { iss: 'https://issuer', sub: 'user', groups: ['admin'] } },
  { kind: 'valid', claims: { iss: 'https://issuer', sub: 'other' } },
)

export function requestTo(mesh: GeneratedMesh): fc.Arbitrary<Request> {
  const client: fc.Arbitrary<Client> = fc.oneof(
    fc
      .tuple(fc.constantFrom(...mesh.workloads), fc.constantFrom('10.4.0.1', '10.1.0.9', '172.16.0.4'))
      .map(([workload, ip]): Client => ({ kind: 'workload', ...workload, ip })),
    fc.constantFrom<Client>(
      { kind: 'unmeshed', ip: '10.1.2.3' },
      { kind: 'unmeshed', ip: '192.168.0.1' },
      { kind: 'ingress', namespace: 'istio-ingress', serviceAccount: 'gateway', ip: '10.9.9.9' },
      { kind: 'stranger', dataPlane: 'sidecar', namespace: 'other', serviceAccount: 'visitor', ip: '10.2.0.1' },
    ),
  )
  const address = fc.oneof(
    fc
      .constantFrom(...mesh.services)
      .chain((service) =>
        fc
          .constantFrom(...service.ports)
          .map((port) => ({ kind: 'service' as const, namespace: service.namespace, name: service.name, port })),
      ),
    fc
      .constantFrom(...mesh.workloads)
      .chain((workload) =>
        fc
          .constantFrom(8080, 8080, 9090, 9090, 7070, 7070, 15_020)
          .map((port) => ({ kind: 'pod' as const, namespace: workload.namespace, workload: workload.name, port })),
      ),
  )
  const http = (to: Request['address']) =>
    fc.record({
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      target: fc.constantFrom('/admin', '/public/a', '/a/x', '/items/7', '/', '/admin?x=1', '//admin', '/public/../admin', '/%61dmin'),
      authority: fc.constantFrom(...hostsOf(to)),
      headers: fc.constantFrom<HttpHeaders>(
        {},
        { 'x-tier': 'gold' },
        { 'x-tier': 'silver' },
        { 'x-tier': '' },
        { 'x-tier': ['silver', 'gold'] },
        { 'x-tier': ['', 'other'] },
        { 'user-agent': ['curl', 'probe'] },
      ),
      token,
    })
  return fc.tuple(client, address).chain(([from, to]) => {
    // Bytes that are not HTTP get no answer from a proxy on an HTTP port, which is not a decision about access.
    const protocols = [80, 8080, 8081].includes(to.port) ? (['http'] as const) : (['http', 'tcp'] as const)
    return fc.record({ client: fc.constant(from), address: fc.constant(to), protocol: fc.constantFrom(...protocols), http: http(to) })
  })
}

/** Names of the address itself, and one that no proxy knows: under the name of another Service the client's own sidecar would send it there. */
function hostsOf(address: Request['address']): readonly [string, ...string[]] {
  if (address.kind === 'service') return [`${address.name}.${address.namespace}`, 'a.example.com']
  return ['cart.shop', 'a.example.com', 'cart']
}
