import { expect, test } from 'vitest'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import { not, type Predicate } from '../../../../../src/model/predicate.ts'
import { hiddenAddresses } from '../../../../../translators/istio-ambient/emit/authorization/hidden-addresses.ts'
import type { Migration } from '../../../../../translators/istio-ambient/migration/migration.ts'
import { pods } from '../../../../decide/meshed.ts'
import { clause, policy, rule } from '../../../../decide/rules/policies.ts'
import { atom } from '../../../../decide/rules/seen.ts'
import { methodOf } from '../../../../resolve/routes/built-rules.ts'

const address: Predicate = atom({ kind: 'peer-address', range: '10.0.0.0/8' })
const asking = (effect: AuthorizationPolicy['effect'], part: Predicate, changes: Partial<AuthorizationPolicy> = {}) =>
  policy('p', effect, [rule('r', clause('source', part), clause('operation', methodOf('GET')))], changes)

interface Given {
  readonly workloads?: readonly ReturnType<typeof pods>[]
  readonly moving?: readonly string[]
  readonly moved?: readonly string[]
}

/** Pods `till` stay, and `cart` moves. */
function said(
  policies: readonly AuthorizationPolicy[],
  { workloads = [pods('till'), pods('cart')], moving = ['shop'], moved = ['cart'] }: Given = {},
) {
  const migration = {
    movingNamespaces: moving,
    mesh: { workloads },
    workloadMoves: ({ name }: { readonly name: string }) => moved.includes(name),
    policiesOfWorkload: ({ name }: { readonly name: string }) => ({ authorization: name === 'cart' ? [] : policies }),
  } as unknown as Migration
  return hiddenAddresses(migration).map(({ place }) => place?.path.join('.'))
}

// istio:pilot/pkg/networking/core/listener_inbound.go: a connection through HBONE has the address of the tunnel
test('a sidecar that stays hides the addresses of clients that move, which is said where it denies more', () => {
  const at = ['peer-address']
  expect([said([asking('allow', address)]), said([asking('deny', not(address))])]).toEqual([at, at])
  expect([said([asking('allow', not(address))]), said([asking('deny', address)])]).toEqual([[], []])
  expect(said([asking('external', not(address))])).toEqual(at)
  expect(said([asking('allow', methodOf('GET'))])).toEqual([])
})

test('and nowhere else', () => {
  const allow = asking('allow', address)
  expect(said([asking('allow', address, { dryRun: true })])).toEqual([])
  expect(said([asking('audit', address), asking('audit', not(address))])).toEqual([])
  expect(said([allow], { moving: [] })).toEqual([])
  expect(said([allow], { moved: ['cart', 'till'] })).toEqual([])
  expect(said([allow], { workloads: [pods('till', { dataPlane: 'none' })] })).toEqual([])
  expect(said([allow], { workloads: [pods('till'), pods('desk')] })).toEqual(['peer-address'])
})
