import { expect, test } from 'vitest'
import { partitionAddresses } from '../../src/algebra/address-classes.ts'
import { parseIpRange, rangeContains } from '../../src/algebra/ip-range.ts'
import fc from '../fast-check.ts'

const v4 = fc
  .tuple(fc.constantFrom(0, 1, 10), fc.constantFrom(0, 1, 128), fc.constantFrom(0, 8, 9, 16, 24, 32))
  .map(([a, b, prefix]) => `${a}.${b}.0.1/${prefix}`)
const v6 = fc.tuple(fc.constantFrom('', 'fd00'), fc.constantFrom(0, 8, 64, 128)).map(([head, prefix]) => `${head}::1/${prefix}`)

test('each member is in the ranges of its class, and every address has the class of its ranges', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(v4, v6), { maxLength: 6 }), fc.oneof(v4, v6), (ranges, other) => {
      const classes = partitionAddresses(ranges)
      expect(new Set(classes.members).size).toBe(classes.count)
      const signature = (address: string): string =>
        ranges.filter((range) => rangeContains(parseIpRange(range)!, parseIpRange(address)!)).join(' ')
      for (const [index, member] of classes.members.entries())
        expect(signature(member)).toBe(ranges.filter((range) => classes.classesOf(range).includes(index)).join(' '))
      expect(classes.members.map(signature)).toContain(signature(other.split('/')[0]!))
      expect(new Set(classes.members.map(signature)).size).toBe(classes.count)
    }),
  )
})

test('what is in no range comes first', () => {
  expect(partitionAddresses(['10.0.0.0/8', '192.168.0.0/16']).members[0]).toBe('203.0.113.10')
  expect(partitionAddresses([]).members).toEqual(['10.64.0.10'])
})

test('the addresses of some classes are the same ranges, however they are cut', () => {
  const rangesOf = (ranges: readonly string[], wanted: readonly string[]) => {
    const classes = partitionAddresses(ranges)
    return classes.rangesOf(new Set(wanted.flatMap((range) => classes.classesOf(range))))
  }
  const whole = rangesOf(['10.0.0.0/8'], ['10.0.0.0/8'])
  expect(whole).toEqual([parseIpRange('10.0.0.0/8')])
  expect(rangesOf(['10.0.0.0/8', '10.64.0.0/16', '10.64.0.10', 'fd00::/8'], ['10.0.0.0/8'])).toEqual(whole)
  expect(rangesOf(['10.128.0.0/9', '10.0.0.0/9'], ['10.0.0.0/9', '10.128.0.0/9'])).toEqual(whole)
  expect(partitionAddresses(['0.0.0.0/1']).rangesOf(new Set([0]))).toEqual([parseIpRange('128.0.0.0/1'), parseIpRange('::/0')])
})
