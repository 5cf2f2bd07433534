import { expect, test } from 'vitest'
import { defaultSettings, type ExternalAuthorizer } from '../../src/model/settings.ts'
import { asksExternally, authorizerKey, authorizerOf } from '../../src/resolve/external-authorizer.ts'
import { meshWith } from '../decide/meshed.ts'
import { policy } from '../decide/rules/policies.ts'
import { placeAt } from '../decide/rules/seen.ts'

const authorizer: ExternalAuthorizer = {
  name: 'guard',
  protocol: 'grpc',
  service: 'guard.shop.svc.cluster.local',
  port: 9000,
  failOpen: false,
  place: placeAt('guard'),
}
const guarded = { ...defaultSettings, externalAuthorizers: [authorizer] }
const configured = { ...defaultSettings, places: { trustDomain: placeAt('trustDomain') } }
const partly = { ...defaultSettings, unmodelled: [placeAt('other')] }

test('a policy names an authorizer of the mesh configuration, or none that can be used', () => {
  expect(authorizerOf({ provider: 'guard' }, guarded)).toBe(authorizer)
  expect(authorizerOf({ provider: 'gone' }, configured)).toBe('none')
  expect(authorizerOf({ provider: 'gone' }, partly)).toBe('none')
  expect(authorizerOf({ provider: 'gone' }, defaultSettings)).toBe('unknown')
  expect(authorizerOf({}, defaultSettings)).toBe('unknown')
})

test('authorizers of which the configuration says the same have one name', () => {
  const named = (changes: Partial<ExternalAuthorizer>) =>
    authorizerKey('guard', { ...defaultSettings, externalAuthorizers: [{ ...authorizer, ...changes }] })
  const changes: Partial<ExternalAuthorizer>[] = [{ protocol: 'http' }, { service: 'x' }, { port: 1 }, { failOpen: true }, { asking: 'x' }]
  expect(named({ place: placeAt('elsewhere') })).toBe(named({}))
  expect(new Set([named({}), ...changes.map(named)]).size).toBe(changes.length + 1)
  expect(named({})).toBe('guard (grpc, guard.shop.svc.cluster.local:9000)')
  expect(named({ failOpen: true, asking: 'timeout 1s' })).toBe('guard (grpc, guard.shop.svc.cluster.local:9000, fails open, timeout 1s)')
  expect([authorizerKey('gone', guarded), authorizerKey(undefined, guarded)]).toEqual(['gone', 'undefined'])
})

test('mesh configuration that is there and leaves every setting at its default has no authorizer', () => {
  expect(authorizerOf({ provider: 'gone' }, { ...defaultSettings, given: true })).toBe('none')
  expect(authorizerKey(undefined, { ...defaultSettings, given: true })).toBe('undefined')
  const unnamed = { ...authorizer, name: 'undefined' }
  expect(authorizerKey(undefined, { ...defaultSettings, externalAuthorizers: [unnamed] })).toBe('undefined')
})

test('an authorizer is asked where a policy does, and does more than try', () => {
  const asked = (...authorization: Parameters<typeof policy>[]) =>
    asksExternally(meshWith({ authorization: authorization.map((one) => policy(...one)) }))
  expect([asked(), asked(['a', 'deny', []])]).toEqual([false, false])
  expect(asked(['a', 'external', [], { dryRun: true }])).toBe(false)
  expect(asked(['a', 'deny', [], { dryRun: true }])).toBe(false)
  expect(asked(['a', 'deny', []], ['b', 'external', []])).toBe(true)
})
