import { describe, expect, test } from 'vitest'
import type { PeerAuthentication } from '../../../src/model/authentication.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { ztunnelMtls } from '../../../src/resolve/attach/ztunnel-mtls.ts'
import { meshWith, peerAuthentication, pods } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'

type Mode = PeerAuthentication['mode']
type Ports = Readonly<Record<number, Mode>>

const till = pods('till')
const own: Attachment = { scope: 'workloads', namespace: 'shop', labels: { app: 'till' }, place: placeAt('selector') }
const ofMesh = (mode: Mode, changes: Partial<Attachment> = {}) =>
  peerAuthentication('whole', mode, { namespace: 'istio-system', attachment: { scope: 'mesh', ...changes } as Attachment })
const ofNamespace = (mode: Mode, changes: Partial<Attachment> = {}) =>
  peerAuthentication('every', mode, { attachment: { scope: 'namespace', namespace: 'shop', ...changes } as Attachment })
const ofPods = (mode: Mode, ports: Ports = {}) => peerAuthentication('own', mode, { attachment: own, ports })
const empty = { emptySelector: 'without-labels' } as const

/** What holds for ports 8080 and 9090, and what says so. */
function atZtunnel(policies: readonly PeerAuthentication[]): string {
  const mesh = meshWith({ peerAuthentication: policies })
  const of = (port: number): string =>
    ztunnelMtls(mesh, till, port)
      .map(({ strict, because }) => [strict ? 'strict' : 'open', ...because.map(({ path }) => path.join('.'))].join(' '))
      .join(' or ')
  return `${of(8080)}, ${of(9090)}`
}

// istio:pilot/pkg/serviceregistry/ambient/authorization.go convertPeerAuthentication, convertedSelectorPeerAuthentications
describe('ztunnel and plaintext', () => {
  test.each<[says: string, policies: readonly PeerAuthentication[], decided: string]>([
    ['is taken by default', [], 'open, open'],
    ['is refused by the mesh', [ofMesh('strict')], 'strict whole, strict whole'],
    ['is refused by the namespace', [ofNamespace('strict')], 'strict every, strict every'],
    ['is taken by a namespace', [ofMesh('strict'), ofNamespace('permissive')], 'open, open'],
    ['is taken under DISABLE, which ztunnel does not have', [ofNamespace('disable')], 'open, open'],
    ['is refused by the mesh where the namespace says nothing', [ofMesh('strict'), ofNamespace('unset')], 'strict whole, strict whole'],
    ['is taken under a policy for the mesh with an empty selector', [ofMesh('strict', empty)], 'open, open'],
    ['is refused under one for the namespace', [ofNamespace('strict', empty)], 'strict every, strict every'],
    ['is refused by the pods', [ofPods('strict')], 'strict own, strict own'],
    ['is taken by the pods', [ofNamespace('strict'), ofPods('permissive')], 'open, open'],
    ['is refused by the namespace where the pods say nothing', [ofNamespace('strict'), ofPods('unset')], 'strict every, strict every'],
    ['is refused at a strict port', [ofPods('permissive', { 8080: 'strict' })], 'strict own, open'],
    ['is refused at a strict port of pods that say nothing', [ofPods('unset', { 8080: 'strict' })], 'strict own, open'],
    ['is refused at a strict port beside another', [ofPods('disable', { 8080: 'strict', 9090: 'permissive' })], 'strict own, open'],
    ['is taken at a permissive port', [ofPods('strict', { 8080: 'permissive' })], 'open, strict own'],
    ['is taken at two ports', [ofPods('strict', { 8080: 'permissive', 9090: 'disable' })], 'open, open'],
    ['is taken at a port that is off', [ofPods('strict', { 8080: 'disable' })], 'open, strict own'],
    [
      'is taken at a permissive port under an inherited STRICT',
      [ofNamespace('strict'), ofPods('unset', { 8080: 'permissive' })],
      'open, strict own',
    ],
    [
      'is refused at a port that is off under an inherited STRICT',
      [ofNamespace('strict'), ofPods('unset', { 8080: 'disable' })],
      'strict every, strict every',
    ],
    ['is refused at ports that say nothing', [ofPods('strict', { 8080: 'unset' })], 'strict own, strict own'],
    ['is taken at both where one is strict anyway', [ofPods('strict', { 8080: 'strict', 9090: 'permissive' })], 'strict own, open'],
    ['is taken at a strict port of a strict mesh', [ofMesh('strict'), ofPods('permissive', { 8080: 'strict' })], 'open, open'],
    [
      'is refused at a strict port of a strict namespace',
      [ofNamespace('strict'), ofPods('permissive', { 8080: 'strict' })],
      'strict own, open',
    ],
    [
      'is refused at a strict port below a permissive namespace',
      [ofMesh('strict'), ofNamespace('permissive'), ofPods('unset', { 8080: 'strict' })],
      'strict own, open',
    ],
    [
      'is taken at a strict port below a namespace that says nothing',
      [ofMesh('strict'), ofNamespace('unset'), ofPods('permissive', { 8080: 'strict' })],
      'open, open',
    ],
    [
      'is taken at all ports below a strict mesh and a namespace that says nothing',
      [ofMesh('strict'), ofNamespace('unset'), ofPods('unset', { 8080: 'permissive' })],
      'open, open',
    ],
    ['is taken at a permissive port of a strict mesh', [ofMesh('strict'), ofPods('unset', { 8080: 'permissive' })], 'open, strict own'],
    [
      'is taken at all ports where the namespace has an empty selector',
      [ofNamespace('strict', empty), ofPods('unset', { 8080: 'permissive' })],
      'open, open',
    ],
    [
      'is refused at the others of a strict mesh then',
      [ofMesh('strict'), ofNamespace('strict', empty), ofPods('unset', { 8080: 'permissive' })],
      'open, strict own',
    ],
    [
      'may be refused where ages are not known',
      [ofNamespace('strict'), peerAuthentication('z', 'permissive')],
      'strict every or open, strict every or open',
    ],
  ])('%s', (_, policies, decided) => expect(atZtunnel(policies)).toBe(decided))
})
