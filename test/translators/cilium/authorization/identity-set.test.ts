import { describe, expect, test } from 'vitest'
import {
  complementIdentities,
  everybody,
  everyName,
  type IdentitySet,
  intersectIdentities,
  isEmptyIdentities,
  isEverybody,
  nobody,
  only,
  podIdentities,
  uniteIdentities,
} from '../../../../translators/cilium/authorization/identity-set.ts'
import fc from '../../../fast-check.ts'

interface Client {
  /** Absent for clients that are not pods. */
  readonly pod?: { readonly namespace: string; readonly account: string }
  readonly ingress?: true
}

const names = ['a', 'b', 'c']
const clients: Client[] = [
  {},
  { ingress: true },
  ...names.flatMap((namespace) => names.map((account) => ({ pod: { namespace, account } }))),
]

function has(set: IdentitySet, { pod, ingress }: Client): boolean {
  if (ingress === true) return set.ingress
  if (pod === undefined) return set.others
  return set.pods.some(
    ({ namespaces, accounts }) =>
      namespaces.names.includes(pod.namespace) !== namespaces.but && accounts.names.includes(pod.account) !== accounts.but,
  )
}

const nameSet = fc.record({ but: fc.boolean(), names: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }) })
const identitySet: fc.Arbitrary<IdentitySet> = fc.record({
  pods: fc.array(fc.record({ namespaces: nameSet, accounts: nameSet }), { maxLength: 3 }),
  ingress: fc.boolean(),
  others: fc.boolean(),
})

describe('identity sets', () => {
  test('the complement has exactly the clients that the set has not', () => {
    fc.assert(
      fc.property(identitySet, (set) => {
        const rest = complementIdentities(set)
        for (const client of clients) expect(has(rest, client)).toBe(!has(set, client))
      }),
    )
  })

  test('the intersection has exactly the clients that both have', () => {
    fc.assert(
      fc.property(identitySet, identitySet, (a, b) => {
        const both = intersectIdentities(a, b)
        for (const client of clients) expect(has(both, client)).toBe(has(a, client) && has(b, client))
      }),
    )
  })

  test('the union has exactly the clients that one of them has', () => {
    fc.assert(
      fc.property(identitySet, identitySet, (a, b) => {
        const either = uniteIdentities(a, b)
        for (const client of clients) expect(has(either, client)).toBe(has(a, client) || has(b, client))
      }),
    )
  })

  test('all but one account is the other namespaces, the other accounts of its namespace, and everything that is not a pod', () => {
    expect(complementIdentities(podIdentities(only('a'), only('b')))).toEqual({
      pods: [
        { namespaces: { but: true, names: ['a'] }, accounts: everyName },
        { namespaces: { but: false, names: ['a'] }, accounts: { but: true, names: ['b'] } },
      ],
      ingress: true,
      others: true,
    })
  })

  test('nobody and everybody are recognised', () => {
    expect(isEmptyIdentities(nobody)).toBe(true)
    expect(isEverybody(everybody)).toBe(true)
    expect(isEmptyIdentities(complementIdentities(everybody))).toBe(true)
    expect(isEverybody(podIdentities(everyName))).toBe(false)
  })
})
