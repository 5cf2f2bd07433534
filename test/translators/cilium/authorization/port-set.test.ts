import { describe, expect, test } from 'vitest'
import {
  complementPorts,
  everyPort,
  intersectPorts,
  isEveryPort,
  onePort,
  type PortSet,
  unitePorts,
} from '../../../../translators/cilium/authorization/port-set.ts'
import fc from '../../../fast-check.ts'

/** Ports at which something could change: the first, the last, and some between. */
const asked = [1, 2, 80, 81, 443, 8080, 65_534, 65_535]
const has = (set: PortSet, port: number): boolean => set.some(({ from, to }) => from <= port && port <= to)
const portSet = fc
  .uniqueArray(fc.constantFrom(...asked), { maxLength: 4 })
  .map((ports) => ports.map(onePort).reduce((a, b) => unitePorts(a, b), []))

describe('port sets', () => {
  test('a port is one that TCP has', () => {
    expect([0, 1, 65_535, 65_536].map(onePort)).toEqual([[], [{ from: 1, to: 1 }], [{ from: 65_535, to: 65_535 }], []])
  })

  test('the complement has what the set has not, the first and the last port included', () => {
    fc.assert(
      fc.property(portSet, (set) => {
        const rest = complementPorts(set)
        for (const port of asked) expect(has(rest, port)).toBe(!has(set, port))
        expect(complementPorts(rest)).toEqual(set)
      }),
    )
  })

  test('intersection and union are those of sets', () => {
    fc.assert(
      fc.property(portSet, portSet, (a, b) => {
        for (const port of asked) {
          expect(has(intersectPorts(a, b), port)).toBe(has(a, port) && has(b, port))
          expect(has(unitePorts(a, b), port)).toBe(has(a, port) || has(b, port))
        }
      }),
    )
  })

  test('every port is one range from the first to the last', () => {
    expect(isEveryPort(everyPort)).toBe(true)
    expect(isEveryPort(unitePorts(onePort(80), complementPorts(onePort(80))))).toBe(true)
    for (const set of [
      [],
      onePort(1),
      onePort(65_535),
      complementPorts(onePort(1)),
      complementPorts(onePort(65_535)),
      complementPorts(onePort(80)),
    ])
      expect(isEveryPort(set), JSON.stringify(set)).toBe(false)
  })
})
