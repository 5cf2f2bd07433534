import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../src/model/mesh.ts'
import { HostIndex, indexByNamespace, perMesh } from '../../src/resolve/host-index.ts'

test('what is worked out for a mesh is worked out once, also when it is undefined for another', () => {
  let built = 0
  const size = perMesh((mesh) => {
    built += 1
    return mesh.services.length
  })
  const [one, other] = [{ services: [] }, { services: [1] }] as unknown as Mesh[]
  expect([size(one!), size(one!), size(other!), size(other!)]).toEqual([0, 0, 1, 1])
  expect(built).toBe(2)
})

test('members are found by their namespace, in their order', () => {
  const members = [
    { namespace: 'shop', name: 'b' },
    { namespace: 'bank', name: 'c' },
    { namespace: 'shop', name: 'a' },
  ]
  const of = indexByNamespace(members)
  expect(of('shop')).toEqual([members[0], members[2]])
  expect(of('bank')).toEqual([members[1]])
  expect(of('none')).toEqual([])
})

describe('values under host names', () => {
  const index = new HostIndex<string>()
  index.add(['*.shop.example'], 'wild')
  index.add(['cart.shop.example', 'till.shop.example'], 'two names')
  index.add(['cart.shop.example'], 'later')
  index.add(['*'], 'all')
  index.add(['cart.shop.example', '*.shop.example'], 'both')

  test.each([
    ['cart.shop.example', ['wild', 'two names', 'later', 'all', 'both']],
    ['till.shop.example', ['wild', 'two names', 'all', 'both']],
    ['shop.example', ['all']],
    ['*.shop.example', ['wild', 'two names', 'later', 'all', 'both']],
    ['*.cart.shop.example', ['wild', 'all', 'both']],
    ['*.example', ['wild', 'two names', 'later', 'all', 'both']],
    ['*.bank.example', ['all']],
  ])('are found for %s once each, as they were added', (host, expected) => {
    expect(index.find(host)).toEqual(expected)
  })
})
