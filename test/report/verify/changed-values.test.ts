import { expect, test } from 'vitest'
import { changedText, changedValues } from '../../../src/report/verify/changed-values.ts'
import { allowed, denied, rerouted } from './comparison-fixture.ts'

const settings = { timeoutMs: 1500, retries: 'off' as const, mirrors: [], responseHeaders: [] }
const copies = (destination: string) => ({ ...settings, mirrors: [{ destination, percent: 25 }] })

test('what a difference differs in is told with the values of both sides', () => {
  const difference = {
    ...rerouted,
    changed: ['mirrors'],
    witness: {
      ...rerouted.witness!,
      before: { ...allowed, settings: [copies('printer:80')] },
      after: { ...allowed, settings: [copies('printer:80 as waypoint press/waypoint')] },
    },
  }
  expect(changedValues(difference).map(changedText)).toEqual([
    'mirrors: mirrors 25% to printer:80 before, mirrors 25% to printer:80 as waypoint press/waypoint after',
  ])
})

test('settings that one side does not have are nothing there, and others are not told', () => {
  expect(changedValues(rerouted).map(changedText)).toEqual([
    'timeout: nothing before, timeout 1500ms after',
    'retries: nothing before, retries off after',
  ])
})

test('where requests go and what arrives there', () => {
  const moved = {
    ...allowed,
    branches: allowed.branches.slice(0, 1).map((branch) => ({ ...branch, received: { target: '/y', authority: 'cart', headers: {} } })),
  }
  const of = (...changed: string[]) =>
    changedValues({ ...rerouted, changed, witness: { ...rerouted.witness!, before: allowed, after: moved } })
  expect(of('destination', 'weights', 'path', 'headers')).toEqual([
    { what: 'destination', before: ['shop/cart-v1:8080', 'shop/cart-v2:8080'], after: ['shop/cart-v1:8080'] },
    { what: 'weights', before: ['shop/cart-v1:8080 (90%)', 'shop/cart-v2:8080 (10%)'], after: ['shop/cart-v1:8080 (90%)'] },
    { what: 'path', before: ['/x'], after: ['/y'] },
    { what: 'headers', before: ['x-user: alice'], after: [] },
  ])
})

test('an answer in place of a destination', () => {
  const answered = { ...denied, answer: { kind: 'response' as const, status: 418 } }
  const [values] = changedValues({
    ...rerouted,
    changed: ['answer'],
    witness: { ...rerouted.witness!, before: { ...denied, branches: [] }, after: answered },
  })
  expect(values).toEqual({ what: 'answer', before: [], after: ['answered 418'] })
})
