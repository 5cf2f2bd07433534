import { describe, expect, it } from 'vitest'
import { gatewayDuration, parseDuration } from '../../src/model/durations.ts'
import fc from '../fast-check.ts'

describe('parsing durations', () => {
  it.each([
    ['1h30m', 5_400_000],
    ['0.5s', 500],
    ['100ms', 100],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['1.s', 1000],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['1ns', 0.000001],
    ['0.3s', 300],
    ['0', 0],
    ['0s', 0],
    ['+2s', 2000],
    ['1m1m', 120_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '5', '5 s', 's', '-1s', '1d', '1h-2m', 'abc', '1s ', '.s', '+'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('writing durations for Gateway API', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [1500, '1500ms'],
    [60_000, '60s'],
    [99_999_000, '99999s'],
    [100_000_000, '27h46m40s'],
    [100_001, '1m40s1ms'],
    [3_600_000 * 99_999, '99999h'],
  ])('%d ms is %s', (ms, text) => {
    expect(gatewayDuration(ms)).toBe(text)
  })

  it.each([0.5, -1, 3_600_000 * 100_000, Number.NaN])('cannot say %d ms', (ms) => {
    expect(gatewayDuration(ms)).toBeUndefined()
  })

  it('keeps to the format and comes back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600_000 * 99_999 }), (ms) => {
        const text = gatewayDuration(ms) ?? ''
        expect(text).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/)
        expect(parseDuration(text)).toBe(ms)
      }),
    )
  })
})
