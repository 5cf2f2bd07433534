import { describe, expect, test } from 'vitest'
import type { Attachment, PolicyTarget } from '../../src/model/authorization.ts'
import { defaultSettings } from '../../src/model/settings.ts'
import type { Workload } from '../../src/model/workload.ts'
import { attachedTo, peerAuthenticationCandidates, policiesOf } from '../../src/resolve/attachment.ts'
import { meshWith, peerAuthentication, pods } from '../decide/meshed.ts'
import { policy } from '../decide/rules/policies.ts'
import { placeAt } from '../decide/rules/seen.ts'

const till = pods('till')
const byHand = pods('edge', { gateway: true })
const byController = pods('edge', { gateway: true, labels: { 'gateway.networking.k8s.io/gateway-name': 'edge' } })
const aWaypoint = pods('edge', {
  labels: { 'gateway.networking.k8s.io/gateway-name': 'edge', 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
})

const place = placeAt('p')
const targets = (namespace: string, ...names: (readonly [PolicyTarget['kind'], string])[]): Attachment => ({
  scope: 'targets',
  namespace,
  targets: names.map(([kind, name]) => ({ kind, name, place })),
})
const whole: Attachment = { scope: 'mesh' }
const shop: Attachment = { scope: 'namespace', namespace: 'shop' }
const ofApp = (app: string, namespace?: string): Attachment => ({
  scope: 'workloads',
  labels: { app },
  place,
  ...(namespace === undefined ? {} : { namespace }),
})

// istio:pilot/pkg/model/policyattachment.go ShouldAttachPolicy
describe('a policy reaches', () => {
  test.each<[says: string, attachment: Attachment, pod: Workload, attached: boolean]>([
    ['every pod', whole, till, true],
    ['pods of its namespace', shop, till, true],
    ['not those of another', { scope: 'namespace', namespace: 'bank' }, till, false],
    ['pods with its labels', ofApp('till', 'shop'), till, true],
    ['not those with others', ofApp('cart', 'shop'), till, false],
    ['not those of another namespace', ofApp('till', 'bank'), till, false],
    ['pods of every namespace with its labels', ofApp('till'), till, true],
    ['not all of them', ofApp('cart'), till, false],
    ['no pod by the name of a Gateway', targets('shop', ['Gateway', 'till']), till, false],
    ['a gateway that is installed by hand', shop, byHand, true],
    ['but not by its name', targets('shop', ['Gateway', 'edge']), byHand, false],
    ['the pods of a Gateway by its name', targets('shop', ['Service', 'x'], ['Gateway', 'edge']), byController, true],
    ['not by the name of another', targets('shop', ['Gateway', 'other']), byController, false],
    ['not by another kind', targets('shop', ['Service', 'edge']), byController, false],
    ['not from another namespace', targets('bank', ['Gateway', 'edge']), byController, false],
    ['the pods of a Gateway of its namespace', shop, byController, true],
    ['a waypoint by its name', targets('shop', ['Gateway', 'edge']), aWaypoint, true],
    ['a waypoint by nothing else', whole, aWaypoint, false],
    ['nor as pods of its namespace', shop, aWaypoint, false],
  ])('%s', (_, attachment, pod, attached) => expect(attachedTo(attachment, pod, defaultSettings)).toBe(attached))

  test('no pods of a Gateway but by its name, where the flag says so', () => {
    const settings = { ...defaultSettings, flags: { ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: 'false' } }
    expect(attachedTo(whole, byController, settings)).toBe(false)
    expect(attachedTo(targets('shop', ['Gateway', 'edge']), byController, settings)).toBe(true)
    expect([byHand, till].map((pod) => attachedTo(whole, pod, settings))).toEqual([true, true])
    const on = { ...defaultSettings, flags: { ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: 'true' } }
    expect(attachedTo(whole, byController, on)).toBe(true)
  })
})

test('pods have the policies of their namespace and of every namespace, in the order of the mesh', () => {
  const named = (name: string, attachment: Attachment) => policy(name, 'allow', [], { attachment })
  const mesh = meshWith({
    authorization: [
      named('a', whole),
      named('b', shop),
      named('c', ofApp('till')),
      named('d', ofApp('cart')),
      named('e', shop),
      named('f', { scope: 'namespace', namespace: 'bank' }),
    ],
    peerAuthentication: [
      peerAuthentication('p', 'strict'),
      peerAuthentication('q', 'strict', { attachment: whole }),
      peerAuthentication('r', 'strict', { attachment: { scope: 'namespace', namespace: 'bank' } }),
    ],
  })
  expect(policiesOf(mesh, till).authorization.map(({ name }) => name)).toEqual(['a', 'c', 'b', 'e'])
  expect(policiesOf(mesh, till).requestAuthentication).toEqual([])
  expect(peerAuthenticationCandidates(mesh, 'shop').map(({ name }) => name)).toEqual(['q', 'p'])
  expect(peerAuthenticationCandidates(mesh, 'nowhere').map(({ name }) => name)).toEqual(['q'])
})
