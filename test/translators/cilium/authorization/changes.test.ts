import { describe, expect, test } from 'vitest'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import { authorizationChanges } from '../../../../translators/cilium/authorization/changes.ts'
import type { Written } from '../../../../translators/cilium/authorization/written.ts'
import { policy } from '../../../decide/rules/policies.ts'
import { placeAt } from '../../../decide/rules/seen.ts'

function named(name: string, effect: AuthorizationPolicy['effect'] = 'allow'): AuthorizationPolicy {
  const place = placeAt(name)
  return policy(name, effect, [], { place: { ...place, object: { ...place.object, kind: 'AuthorizationPolicy', name } } })
}
const written = (name: string, ...policies: readonly AuthorizationPolicy[]): Written => ({
  object: { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name } },
  policies,
  effect: 'It lets some in.',
})

const changes = (translated: readonly AuthorizationPolicy[], ...all: readonly Written[]) =>
  authorizationChanges({ translated, divided: [], staying: [], written: all, diagnostics: [] }).map((change) =>
    change.kind === 'add'
      ? `+ ${change.object.metadata.name} for ${change.causes.map(({ path }) => path.join('.')).join()}: ${change.why}`
      : `- ${change.kind === 'remove' ? change.target.name : change.kind}: ${change.why}`,
  )

describe('what Cilium enforces from now on', () => {
  const [a, b] = [named('a'), named('b')]

  test('is added before what it replaces is removed', () => {
    expect(changes([a], written('a', a))).toEqual([
      '+ a for a: Replaces AuthorizationPolicy shop/a. It lets some in.',
      '- a: CiliumNetworkPolicy a replaces it.',
    ])
  })

  test('is added once where it replaces several', () => {
    expect(changes([a, b], written('a', a, b), written('b', b))).toEqual([
      '+ a for a,b: Replaces AuthorizationPolicy shop/a, AuthorizationPolicy shop/b. It lets some in.',
      '- a: CiliumNetworkPolicy a replaces it.',
      '+ b for b: Replaces AuthorizationPolicy shop/b. It lets some in.',
      '- b: CiliumNetworkPolicy a, CiliumNetworkPolicy b replace it.',
    ])
  })

  test('is nothing of a policy that denies nothing', () => {
    expect(changes([a, named('c', 'deny')])).toEqual([
      '- a: It denies nothing: it lets every client in.',
      '- c: It denies nothing: no request can match it.',
    ])
    expect(changes([], written('b', b))).toEqual([])
  })
})
