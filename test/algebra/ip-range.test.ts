import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { parseIpRange, rangeContains, rangesOverlap } from '../../src/algebra/ip-range.ts'
import fc from '../fast-check.ts'

test.each([
  '010.0.0.1',
  '10.0.0',
  '1.2.3.4/33',
  '1.2.3.4/',
  '1.2.3.4/01',
  '2001:db8::/129',
  '1::2::3',
  '::ffff:1.2.3',
  'fe80::1%eth0',
  '',
  '/8',
])('%s is neither an address nor a CIDR', (text) => expect(parseIpRange(text)).toBeUndefined())

test('host bits behind the prefix are ignored', () => expect(parseIpRange('10.1.2.3/8')).toEqual(parseIpRange('10.0.0.0/8')))

test('a range holds its parts and nothing of the other family', () => {
  const ten = parseIpRange('10.0.0.0/8')!
  expect(rangeContains(ten, parseIpRange('10.255.255.255')!)).toBe(true)
  expect(rangeContains(ten, parseIpRange('11.0.0.0')!)).toBe(false)
  expect(rangeContains(parseIpRange('::/0')!, ten)).toBe(false)
  expect(rangesOverlap(ten, parseIpRange('10.1.0.0/16')!)).toBe(true)
})

test('every address that node accepts is accepted, and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(...'0123456789abcdf:.') })), (text) => {
      expect(parseIpRange(text) !== undefined).toBe(isIP(text) !== 0)
    }),
    { numRuns: 500 },
  )
})
