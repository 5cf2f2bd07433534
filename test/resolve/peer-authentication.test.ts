import { describe, expect, test } from 'vitest'
import type { PeerAuthentication } from '../../src/model/authentication.ts'
import type { Attachment } from '../../src/model/authorization.ts'
import {
  modeOfNamespace,
  modeUnder,
  portsWithOwnMode,
  possibleMtlsLevels,
  resolvePeerAuthentication,
} from '../../src/resolve/peer-authentication.ts'
import { meshWith, peerAuthentication, pods } from '../decide/meshed.ts'
import { placeAt } from '../decide/rules/seen.ts'

const till = pods('till')
const whole: Attachment = { scope: 'mesh' }
const own: Attachment = { scope: 'workloads', namespace: 'shop', labels: { app: 'till' }, place: placeAt('selector') }
const ofMesh = (mode: PeerAuthentication['mode'], changes = {}) =>
  peerAuthentication('whole', mode, { namespace: 'istio-system', attachment: whole, ...changes })
const ofNamespace = (mode: PeerAuthentication['mode'], changes = {}) => peerAuthentication('every', mode, changes)
const ofPods = (mode: PeerAuthentication['mode'], ports: Record<number, PeerAuthentication['mode']> = {}, changes = {}) =>
  peerAuthentication('own', mode, { attachment: own, ports, ...changes })

const resolved = (policies: readonly PeerAuthentication[], port?: number) =>
  resolvePeerAuthentication(meshWith({ peerAuthentication: policies }), till, port)

// istio:pilot/pkg/security/authn/policy_applier.go ComposePeerAuthentication
describe('the mode of a port', () => {
  test.each<[says: string, policies: readonly PeerAuthentication[], decided: string]>([
    ['is permissive by default', [], 'permissive'],
    ['is that of the mesh', [ofMesh('strict')], 'strict by whole'],
    ['is that of the namespace before that of the mesh', [ofMesh('strict'), ofNamespace('disable')], 'disable by every'],
    ['is inherited where the namespace says nothing', [ofMesh('strict'), ofNamespace('unset')], 'strict by whole'],
    ['is that of the pods before that of the namespace', [ofNamespace('strict'), ofPods('permissive')], 'permissive by own'],
    ['is inherited where the pods say nothing', [ofNamespace('strict'), ofPods('unset')], 'strict by every'],
    ['is its own before that of the pods', [ofPods('strict', { 8080: 'disable' })], 'disable by own.8080'],
    ['ignores settings of other ports', [ofPods('strict', { 9090: 'disable' })], 'strict by own'],
    ['is inherited where the port says nothing', [ofPods('strict', { 8080: 'unset' })], 'strict by own'],
    ['is inherited through all levels', [ofNamespace('strict'), ofPods('unset', { 8080: 'unset' })], 'strict by every'],
    ['counts only beside a selector', [ofNamespace('strict', { ports: { 8080: 'disable' } })], 'strict by every'],
    ['ignores policies of other pods', [ofPods('strict', {}, { attachment: { ...own, labels: { app: 'cart' } } })], 'permissive'],
    [
      'ignores a selector in the root namespace',
      [
        ofPods(
          'strict',
          {},
          { namespace: 'istio-system', attachment: { scope: 'workloads', labels: { app: 'till' }, place: placeAt('s') } },
        ),
      ],
      'permissive',
    ],
  ])('%s', (_, policies, decided) => {
    const { mode, decidedBy, contested } = resolved(policies, 8080)
    expect([mode, ...decidedBy.map(({ path }) => `by ${path.join('.')}`)].join(' ')).toBe(decided)
    expect(contested).toEqual([])
    const levels = possibleMtlsLevels(meshWith({ peerAuthentication: policies }), till)
    expect(levels.map((one) => modeUnder(one, 8080).mode)).toEqual([mode])
  })

  test('is written at its own field where it has one', () => {
    expect(resolved([ofNamespace('strict', { modePlace: placeAt('mode') })], 8080).decidedBy.map(({ path }) => path)).toEqual([['mode']])
  })

  test('without a port is that of the pods', () => expect(resolved([ofPods('strict', { 8080: 'disable' })]).mode).toBe('strict'))
})

describe('of several policies of one level', () => {
  const at = (day: number): string => `2026-03-0${day}T00:00:00Z`
  const two = (first: string | undefined, second: string | undefined, mode: PeerAuthentication['mode'] = 'permissive') => [
    ofNamespace('strict', first === undefined ? {} : { creationTimestamp: first }),
    peerAuthentication('other', mode, second === undefined ? {} : { creationTimestamp: second }),
  ]
  const decided = (policies: readonly PeerAuthentication[]): string => {
    const { mode, contested } = resolved(policies, 8080)
    const levels = possibleMtlsLevels(meshWith({ peerAuthentication: policies }), till)
    return `${mode}, ${levels.map((one) => modeUnder(one, 8080).mode).join(' or ')} [${contested.map(({ path }) => path.join('.')).join(' ')}]`
  }

  test.each<[says: string, policies: readonly PeerAuthentication[], decided: string]>([
    ['the oldest counts', two(at(2), at(1)), 'permissive, permissive []'],
    ['the oldest counts, wherever it stands', two(at(1), at(2)), 'strict, strict []'],
    ['of two of one age the first counts', two(at(1), at(1)), 'strict, strict []'],
    ['without ages either may count', two(undefined, undefined), 'strict, strict or permissive [other]'],
    ['one without an age may be older', two(at(1), undefined), 'strict, strict or permissive [other]'],
    ['one without an age comes last as long as nothing else is known', two(undefined, at(1)), 'permissive, permissive or strict [every]'],
    ['what is no date is no age', two('yesterday', at(1)), 'permissive, permissive or strict [every]'],
    ['it does not matter where they say the same', two(undefined, undefined, 'strict'), 'strict, strict []'],
    [
      'ports are a part of what they say',
      [ofPods('strict', { 8080: 'disable' }), ofPods('strict', { 8080: 'permissive' }, { name: 'z', place: placeAt('z') })],
      'disable, disable or permissive [z]',
    ],
  ])('%s', (_, policies, expected) => expect(decided(policies)).toBe(expected))

  test('doubts of several levels add up', () => {
    const policies = [...two(undefined, undefined), ofPods('disable'), ofPods('unset', {}, { place: placeAt('z') })]
    expect(decided(policies)).toBe('disable, disable or strict or disable or permissive [other z]')
  })

  test('those that do not count are no candidates', () => {
    const mesh = meshWith({ peerAuthentication: two(at(1), undefined) })
    expect(possibleMtlsLevels(mesh, till, ({ name }) => name !== 'every').map(({ namespace }) => namespace?.name)).toEqual(['other'])
    expect(possibleMtlsLevels(mesh, till, () => false)).toEqual([{ mesh: undefined, namespace: undefined, workload: undefined }])
  })
})

test('clients see what a namespace says, and the mesh', () => {
  const seen = (...policies: PeerAuthentication[]) => modeOfNamespace(meshWith({ peerAuthentication: policies }), 'shop')?.name
  expect([seen(), seen(ofMesh('strict')), seen(ofMesh('unset'))]).toEqual([undefined, 'whole', undefined])
  expect(seen(ofMesh('disable'), ofNamespace('strict'), ofPods('permissive'))).toBe('every')
  expect(seen(ofMesh('disable'), ofNamespace('unset'))).toBe('whole')
})

test('ports with a mode of their own are those of the oldest policy with a selector', () => {
  const ports = (...policies: PeerAuthentication[]) => portsWithOwnMode(meshWith({ peerAuthentication: policies }), till)
  expect(ports()).toEqual([])
  expect(ports(ofNamespace('strict', { ports: { 9: 'disable' } }))).toEqual([])
  const reversed = ofPods('strict', { 80: 'disable' })
  expect(ports({ ...reversed, ports: [{ ...reversed.ports[0]!, port: 9090 }, ...reversed.ports] })).toEqual([80, 9090])
  expect(
    ports(ofPods('strict', { 1: 'disable' }), ofPods('strict', { 2: 'disable' }, { creationTimestamp: '2026-03-01T00:00:00Z' })),
  ).toEqual([2])
  expect(ports(ofPods('strict', { 1: 'disable' }, { attachment: { ...own, labels: { app: 'cart' } } }))).toEqual([])
  expect(ports(ofPods('strict', { 1: 'disable' }, { namespace: 'istio-system', attachment: { ...own, namespace: undefined } }))).toEqual([])
})
