import type { Mesh } from '../../src/model/mesh.ts'
import type { Address, Client, Request, Token } from '../../src/model/request.ts'
import type { Random } from '../mutants/random.ts'

const tokens: readonly Token[] = [
  { kind: 'none' },
  { kind: 'invalid' },
  { kind: 'valid', claims: { iss: 'testing@secure.istio.io', sub: 'testing@secure.istio.io', groups: ['group1'] } },
]

/** Requests between what a real mesh has: pods and strangers ask Services and pods. None where it has neither. */
export function requestsIn(mesh: Mesh, random: Random, count: number): Request[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const addresses: Address[] = [
    ...mesh.services.flatMap(({ namespace, name, ports }) =>
      ports.map(({ port }): Address => ({ kind: 'service', namespace, name, port })),
    ),
    ...mesh.workloads.flatMap(({ namespace, name, ports }) =>
      [...ports.map(({ port }) => port), 7070].map((port): Address => ({ kind: 'pod', namespace, workload: name, port })),
    ),
  ]
  const clients: Client[] = [
    ...mesh.workloads.map(({ namespace, name }): Client => ({ kind: 'workload', namespace, name, ip: '10.4.0.1' })),
    { kind: 'stranger', dataPlane: 'sidecar', namespace: 'other', serviceAccount: 'visitor', ip: '10.2.0.1' },
    { kind: 'unmeshed', ip: '192.168.0.1' },
  ]
  if (addresses.length === 0) return []
  return Array.from({ length: count }, () => {
    const address = pick(addresses)
    const name = address.kind === 'service' ? `${address.name}.${address.namespace}` : 'a.example.com'
    return {
      client: pick(clients),
      address,
      protocol: 'http',
      http: {
        method: pick(['GET', 'POST', 'PUT', 'DELETE']),
        target: pick(['/', '/headers', '/ip', '/get', '/status/200', '/productpage', '/admin', '/healthz']),
        authority: pick([name, name, 'a.example.com']),
        headers: pick([{}, {}, { 'end-user': 'jason' }, { 'x-ext-authz': 'allow' }]),
        token: pick(tokens),
      },
    }
  })
}
