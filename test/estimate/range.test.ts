import { expect, test } from 'vitest'
import { isClearlyLess } from '../../src/estimate/range.ts'

const range = (low: number, high: number) => ({ low, high })

test('a range is less than another one where they differ by more than they have in common', () => {
  expect(isClearlyLess(range(120, 360), range(146, 399))).toBe(false)
  expect(isClearlyLess(range(146, 399), range(120, 360))).toBe(false)
  expect(isClearlyLess(range(13, 29), range(27, 64))).toBe(true)
  expect(isClearlyLess(range(27, 64), range(13, 29))).toBe(false)
  expect(isClearlyLess(range(1, 2), range(3, 4))).toBe(true)
  expect(isClearlyLess(range(5, 5), range(5, 5))).toBe(false)
})
