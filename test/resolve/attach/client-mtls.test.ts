import { describe, expect, test } from 'vitest'
import type { PeerAuthentication } from '../../../src/model/authentication.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import { spokenTo } from '../../../src/resolve/attach/client-mtls.ts'
import type { ClientTls } from '../../../src/resolve/routes/client-tls.ts'
import { meshWith, peerAuthentication, pods } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'

type Mode = PeerAuthentication['mode']
type Ports = Readonly<Record<number, Mode>>

const till = pods('till')
const own: Attachment = { scope: 'workloads', namespace: 'shop', labels: { app: 'till' }, place: placeAt('selector') }
const ofMesh = (mode: Mode) => peerAuthentication('whole', mode, { namespace: 'istio-system', attachment: { scope: 'mesh' } })
const ofNamespace = (mode: Mode) => peerAuthentication('every', mode)
const ofPods = (mode: Mode, ports: Ports = {}) => peerAuthentication('own', mode, { attachment: own, ports })

// istio:pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode, pilot/pkg/xds/endpoints/mtls_checker.go
describe('what a client speaks to a sidecar', () => {
  const spoken = (tls: ClientTls, policies: readonly PeerAuthentication[], labels = {}, settings: Partial<MeshSettings> = {}): string =>
    spokenTo(meshWith({ peerAuthentication: policies, settings }), { ...till, labels: { ...till.labels, ...labels } }, 8080, tls).join(
      ' or ',
    )

  test.each<[says: string, policies: readonly PeerAuthentication[], auto: string, asked: string]>([
    ['by default', [], 'mutual', 'mutual'],
    ['to a strict port', [ofNamespace('strict')], 'mutual', 'mutual'],
    ['to a namespace that is off', [ofNamespace('disable')], 'plain', 'foreign'],
    ['to pods that are off', [ofPods('disable')], 'plain', 'foreign'],
    ['to a port that is off', [ofPods('strict', { 8080: 'disable' })], 'plain', 'foreign'],
    ['beside a port that is off', [ofPods('strict', { 9090: 'disable' })], 'mutual', 'mutual'],
    ['to strict pods in a namespace that is off', [ofNamespace('disable'), ofPods('strict')], 'plain', 'mutual'],
    ['to a strict port in a mesh that is off', [ofMesh('disable'), ofPods('disable', { 8080: 'strict' })], 'plain', 'mutual'],
    ['to a namespace of a mesh that is off', [ofMesh('disable'), ofNamespace('permissive')], 'mutual', 'mutual'],
    ['where ages are not known', [ofNamespace('disable'), peerAuthentication('z', 'strict')], 'mutual or plain', 'foreign or mutual'],
  ])('%s', (_, policies, auto, asked) => expect([spoken('unset', policies), spoken('mesh', policies)]).toEqual([auto, asked]))

  test('is what a DestinationRule says, whatever the pods want', () => {
    expect([spoken('none', [ofPods('strict')]), spoken('own', [ofPods('disable')])]).toEqual(['plain', 'foreign'])
  })

  test('is asked for by names that the pods may not have', () => {
    const names = (...of: string[]): ClientTls => ({ names: of })
    const own = `spiffe://cluster.local/ns/shop/sa/${till.serviceAccount}`
    expect(spoken(names('spiffe://cluster.local/ns/shop/sa/other', own), [])).toBe('mutual')
    expect(spoken(names('spiffe://cluster.local/ns/shop/sa/other'), [])).toBe('misnamed')
    expect(spoken(names(own.toUpperCase()), [])).toBe('misnamed')
    expect(spoken(names(own), [ofPods('disable')])).toBe('foreign')
  })

  test('is plaintext where auto mTLS is off, unless a DestinationRule asks for mutual TLS', () => {
    expect([spoken('unset', [], {}, { autoMtls: false }), spoken('mesh', [], {}, { autoMtls: false })]).toEqual(['plain', 'mutual'])
  })

  test('is plaintext to pods whose label says so, unless a DestinationRule asks for mutual TLS', () => {
    const off = { 'security.istio.io/tlsMode': 'disabled' }
    expect([spoken('unset', [], off), spoken('mesh', [], off)]).toEqual(['plain', 'mutual'])
    expect(spoken('unset', [], { 'security.istio.io/tlsMode': 'istio' })).toBe('mutual')
  })
})
