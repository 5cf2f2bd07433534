import { expect, test } from 'vitest'
import { today } from '../../src/cli/process/today.ts'

const now = () => new Date('2026-11-28T23:59:59Z')

test('today is the day of SOURCE_DATE_EPOCH, and of the clock without it', () => {
  expect(today({}, now)).toBe('2026-11-28')
  expect(today({ SOURCE_DATE_EPOCH: '' }, now)).toBe('2026-11-28')
  expect(today({ SOURCE_DATE_EPOCH: '1798675200' }, now)).toBe('2026-12-31')
  expect(today({ SOURCE_DATE_EPOCH: '0' }, now)).toBe('1970-01-01')
})

test('a SOURCE_DATE_EPOCH that is not a number of seconds is wrong usage', () => {
  for (const SOURCE_DATE_EPOCH of ['-1', '1e9', 'tomorrow', '9'.repeat(13)])
    expect(() => today({ SOURCE_DATE_EPOCH }, now)).toThrow('SOURCE_DATE_EPOCH')
})
