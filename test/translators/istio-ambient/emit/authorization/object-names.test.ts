import { describe, expect, test } from 'vitest'
import { authorizationPolicyObject, ObjectNames } from '../../../../../translators/istio-ambient/emit/authorization/object-names.ts'

describe('the name of an added object', () => {
  test('is that of its policy with what it is for, and a number where it is taken', () => {
    const names = new ObjectNames([
      { namespace: 'shop', name: 'p-direct' },
      { namespace: 'bank', name: 'q-direct' },
    ])
    expect([names.claim('shop', 'p', 'direct'), names.claim('shop', 'p', 'direct')]).toEqual(['p-direct-2', 'p-direct-3'])
    expect([names.claim('bank', 'p', 'direct'), names.claim('bank', 'p', 'direct')]).toEqual(['p-direct', 'p-direct-2'])
    expect([names.claim('shop', 'q', 'direct'), names.claim('shop', 'q', 'waypoint')]).toEqual(['q-direct', 'q-waypoint'])
  })

  test('has at most 63 characters, and is another one for another policy', () => {
    const names = new ObjectNames([])
    const claimed = (length: number, last = 'a') => names.claim('shop', 'a'.repeat(length - 1) + last, 'direct')
    expect(claimed(56)).toBe(`${'a'.repeat(56)}-direct`)
    expect(claimed(57)).toMatch(/^a{47}-[0-9a-f]{8}-direct$/)
    expect(claimed(57, 'b')).not.toBe(claimed(57, 'c'))
    expect(claimed(57, 'd')).toHaveLength(63)
    // FNV-1a of the published test vectors.
    expect(names.claim('shop', 'foobar', 'x'.repeat(63))).toContain('-bf9cf968-')
  })
})

test('an object has the annotations of a dry run, and no others', () => {
  const { metadata } = authorizationPolicyObject('shop', 'p', {})
  expect(Object.keys(metadata)).toEqual(['name', 'namespace', 'labels'])
  expect(authorizationPolicyObject('shop', 'p', {}, { a: 'b' }).metadata).toMatchObject({ annotations: { a: 'b' } })
})
