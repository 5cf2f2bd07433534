import { expect, test } from 'vitest'
import { decideWith } from '../../../src/decide/points/uncertain.ts'
import { proxyAuthorization } from '../../../src/decide/rules/proxy-authorization.ts'
import type { View } from '../../../src/decide/rules/view.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { always, never } from '../../../src/model/predicate.ts'
import fc from '../../fast-check.ts'
import { readPolicy } from '../../translators/reading.ts'

const { policy: model } = readPolicy('{rules: [{}]}')

const policy = fc
  .record({ effect: fc.constantFrom('allow' as const, 'deny' as const), matches: fc.boolean() })
  .map(({ effect, matches }): AuthorizationPolicy => {
    const { place } = model
    return { ...model, effect, rules: [{ clauses: [{ about: 'source', alternatives: [matches ? always : never], place }], place }] }
  })

const view: View = {
  identity: undefined,
  peerAddress: 'unknown',
  clientAddress: 'unknown',
  destinationAddress: 'unknown',
  port: 80,
  http: undefined,
  sni: undefined,
}

test('a decision is known just when it is the same with whichever of the doubtful policies', () => {
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 3 }), fc.array(policy, { maxLength: 4 }), (certain, maybe) => {
      const decided = decideWith({ certain, maybe }, (policies) => proxyAuthorization(policies, view), 'labels')
      const possible = new Set(subsets(maybe).map((some) => proxyAuthorization([...certain, ...some], view).allowed))
      expect(decided.allowed).toBe(possible.size === 1 ? [...possible][0] : 'unknown')
    }),
  )
})

function subsets<T>([first, ...others]: readonly T[]): T[][] {
  if (first === undefined) return [[]]
  return subsets(others).flatMap((set) => [set, [first, ...set]])
}
