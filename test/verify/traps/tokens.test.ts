import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Comparison, Difference } from '../../../src/verify/comparison.ts'
import { compareManifests } from '../../../src/verify/verify.ts'
import { casesIn, type Expected, filesOf, type TrapCase } from './trap-case.ts'

const cases = casesIn(readFileSync(new URL('tokens.yaml', import.meta.url), 'utf8'))

describe('a naive migration of what tokens, authorizers and gateways decide', () => {
  test.each(cases.map((one) => [one.trap, one.says, one] as const))('trap %i: %s', (_trap, _says, one) => {
    const comparison = compared(one)
    const summary = comparison.differences.map(({ verdict, destinations, clients, needs }) => ({ verdict, destinations, clients, needs }))
    for (const wanted of one.expect ?? [])
      expect(
        comparison.differences.some((difference) => matches(difference, wanted)),
        `${JSON.stringify(wanted)} among ${JSON.stringify(summary)}`,
      ).toBe(true)
    expect(summary.filter(({ verdict }) => one.never?.includes(verdict))).toEqual([])
    const told = [...comparison.outside.map(({ what }) => what), ...comparison.assumptions].join('\n')
    for (const pattern of one.tells ?? []) expect(told).toMatch(new RegExp(pattern))
  })

  test('says something of each case', () => {
    expect(cases.filter(({ expect: wanted = [], tells = [], never = [] }) => wanted.length + tells.length + never.length === 0)).toEqual([])
  })
})

function compared(one: TrapCase): Comparison {
  const { comparison, diagnostics } = compareManifests(filesOf(one, 'before'), filesOf(one, 'after'))
  // What a case does not mean to write wrong has to be read, or it would show nothing.
  if (one.tells === undefined) expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
  return comparison
}

function matches({ verdict, destinations, clients, needs = '' }: Difference, wanted: Expected): boolean {
  return (
    verdict === wanted.verdict &&
    (wanted.destination === undefined || destinations.includes(wanted.destination)) &&
    (wanted.client === undefined || clients.includes(wanted.client)) &&
    new RegExp(wanted.needs ?? '').test(needs)
  )
}
