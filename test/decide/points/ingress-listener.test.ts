import { expect, test } from 'vitest'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { EgressVisibility, IngressListener } from '../../../src/model/egress.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { placeAt } from '../rules/seen.ts'
import { decided, deny, tcp } from './scenes.ts'

function sidecar(...ingress: readonly IngressListener[]): EgressVisibility {
  return { name: 'till', namespace: 'shop', labels: { app: 'till' }, listeners: [], ingress, boundEgress: [], place: placeAt('sidecar') }
}

const listener = (port: number, changes: Partial<IngressListener> = {}): IngressListener => ({
  port,
  protocol: 'http',
  place: placeAt('listener'),
  ...changes,
})
const at = (listeners: readonly IngressListener[], pod: Partial<Workload> = {}, authorization: readonly AuthorizationPolicy[] = []) =>
  decided({ pod, protocol: 'tcp', mesh: { egress: [sidecar(...listeners)], authorization } })

// istio:pilot/pkg/networking/core/listener_inbound.go buildInboundChainConfigs
test('ports that a Sidecar declares are read as it says', () => {
  const put = [deny({ kind: 'method', match: { op: 'exact', value: 'PUT' } })]
  expect(at([], {}, put)).toContain('sidecar allowed')
  expect(at([listener(8080)], {}, put)).toContain('sidecar allowed')
  expect(at([listener(8080, { protocol: 'tcp' })], {}, put)).toContain('sidecar denied, connection closed')
  expect(decided({ request: tcp, mesh: { egress: [sidecar(listener(9090), listener(8080))] } })).toContain('the port speaks HTTP only')
  expect(decided({ request: tcp, mesh: { egress: [sidecar(listener(9090))] } })).toContain('sidecar allowed')
})

test('a port that a Sidecar leads elsewhere is not known, unless it is closed', () => {
  const elsewhere = [listener(8080, { remapped: 'endpoint 127.0.0.1:9090' })]
  const needs = 'what port 8080 of shop/till is without the listener of its Sidecar (endpoint 127.0.0.1:9090)'
  expect(at(elsewhere)).toBe(`destination sidecar undetermined, a Sidecar leads the port elsewhere, needs ${needs}`)
  expect(at(elsewhere, {}, [deny({ kind: 'destination-port', port: 8080, of: 'container' })])).toContain('denied by shop/p')
  expect(at([listener(9090, { remapped: 'x' }), listener(8080)])).toContain('sidecar allowed')
  expect(at(elsewhere, { gateway: true })).toContain('sidecar allowed')
  expect(at(elsewhere, { dataPlane: 'ambient' })).toContain('ztunnel allowed')
})

test('of several Sidecars the oldest counts, and any where an age is missing', () => {
  const [early, late] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z']
  const of = (protocol: 'http' | 'tcp', name: string, creationTimestamp?: string): EgressVisibility => ({
    ...sidecar(listener(8080, { protocol })),
    name,
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  })
  const put = [deny({ kind: 'method', match: { op: 'exact', value: 'PUT' } })]
  const among = (...egress: readonly EgressVisibility[]) => decided({ protocol: 'tcp', mesh: { egress, authorization: put } })
  expect(among(of('http', 'a', late), of('tcp', 'b', early))).toContain('sidecar denied, connection closed')
  expect(among(of('http', 'a', early), of('tcp', 'b', late))).toContain('sidecar allowed')
  expect(among(of('http', 'a'), of('tcp', 'b'))).toContain('undetermined')
  expect(among(of('http', 'a'), of('http', 'b'))).toContain('sidecar allowed')
})

test('without interception and ages it is open which ports a sidecar has', () => {
  const annotations = { 'sidecar.istio.io/interceptionMode': 'NONE' }
  const egress = [sidecar(listener(8080)), { ...sidecar(listener(9090)), name: 'other' }]
  const said = decided({ pod: { annotations }, protocol: 'tcp', mesh: { egress } })
  expect(said).toContain('undetermined, the input does not say on which ports its sidecar listens')
  expect(said).toContain('needs which Sidecar of the pods is the oldest (creationTimestamp)')
})

test('without interception a sidecar has the ports that a Sidecar declares', () => {
  const annotations = { 'sidecar.istio.io/interceptionMode': 'NONE' }
  expect(at([listener(9090), listener(8080)], { annotations })).toContain('destination sidecar')
  expect(at([listener(9090)], { annotations })).toContain('no enforcement')
  expect(at([], { annotations })).toContain('no enforcement')
})
