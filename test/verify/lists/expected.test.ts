import { describe, expect, test } from 'vitest'
import type { Decision } from '../../../src/model/verdict.ts'
import { type Expected, expectedText, gotText, meets } from '../../../src/verify/lists/expected.ts'
import { allowed, denied } from '../../report/verify/comparison-fixture.ts'

const undecided: Decision = { verdict: 'undetermined', points: [], branches: [], settings: [] }
const answered = (status: number): Decision => ({ ...undecided, verdict: 'denied', answer: { status } as NonNullable<Decision['answer']> })
const both = ['shop/cart-v1', 'shop/cart-v2']

describe('a decision is what was expected', () => {
  const met: readonly (readonly [Decision, Expected])[] = [
    [allowed, 'allowed'],
    [allowed, { verdict: 'allowed', destination: both }],
    [allowed, { verdict: 'allowed', destination: [...both].reverse(), path: '/x' }],
    [denied, 'denied'],
    [denied, { verdict: 'denied', status: 403, destination: 'shop/cart' }],
    [answered(410), { verdict: 'denied', status: 410 }],
  ]
  for (const [decision, expected] of met) test(expectedText(expected), () => void expect(meets(decision, expected)).toBe(true))
})

describe('a decision is not what was expected', () => {
  const missed: readonly (readonly [Decision, Expected])[] = [
    [allowed, 'denied'],
    [undecided, 'allowed'],
    [undecided, 'denied'],
    [undecided, 'unreachable'],
    [allowed, { verdict: 'denied', destination: both }],
    [allowed, { verdict: 'allowed', destination: 'shop/cart-v1' }],
    [allowed, { verdict: 'allowed', destination: [...both, 'shop/cart-v3'] }],
    [allowed, { verdict: 'allowed', status: 200 }],
    [allowed, { verdict: 'allowed', path: '/y' }],
    [denied, { verdict: 'denied', status: 401 }],
    [answered(410), { verdict: 'denied', status: 403 }],
  ]
  for (const [decision, expected] of missed)
    test(`${expectedText(expected)}, where it is ${decision.verdict}`, () => void expect(meets(decision, expected)).toBe(false))
})

test('what was expected, in one line', () => {
  expect(expectedText('denied')).toBe('denied')
  expect(expectedText({ verdict: 'allowed', destination: ['b', 'a', 'b'], status: 200, path: '/x?q' })).toBe(
    'allowed, destination a and b, status 200, path /x?q',
  )
  expect(expectedText({ verdict: 'denied', status: 403 })).toBe('denied, status 403')
})

test('what came, as far as it was asked for, and who refused', () => {
  expect(gotText(allowed, 'denied')).toBe('allowed')
  expect(gotText(allowed, { verdict: 'allowed', destination: 'x', status: 200, path: '/y' })).toBe(
    'allowed, destination shop/cart-v1 and shop/cart-v2, status none, path /x',
  )
  expect(gotText(denied, { verdict: 'allowed', status: 200 })).toBe('denied 403 by destination sidecar shop/cart, status 403')
  expect(gotText(answered(410), 'allowed')).toBe('denied')
  expect(gotText(undecided, { verdict: 'allowed', destination: 'x', path: '/y' })).toBe('undetermined, destination none, path none')
  expect(gotText({ ...undecided, needs: 'the answer of `opa`' }, 'allowed')).toBe('undetermined, needs the answer of `opa`')
})

test('a refusal without a status has none', () => {
  const [branch] = denied.branches
  const [point] = branch!.points
  const { code: _, ...codeless } = point!
  const refused: Decision = { ...denied, branches: [{ ...branch!, points: [codeless] }] }
  expect(gotText(refused, { verdict: 'denied', status: 403 })).toBe('denied by destination sidecar shop/cart, status none')
  expect(meets(refused, { verdict: 'denied', status: 403 })).toBe(false)
})

test('the query counts only where it is written', () => {
  const [branch] = allowed.branches
  const withQuery: Decision = { ...allowed, branches: [{ ...branch!, received: { ...branch!.received!, target: '/x?q=1' } }] }
  expect(meets(withQuery, { verdict: 'allowed', path: '/x' })).toBe(true)
  expect(meets(withQuery, { verdict: 'allowed', path: '/x?q=1' })).toBe(true)
  expect(meets(withQuery, { verdict: 'allowed', path: '/x?q=2' })).toBe(false)
})
