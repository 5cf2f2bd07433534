import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Difference } from '../../src/verify/comparison.ts'
import { compareManifests } from '../../src/verify/verify.ts'
import { casesIn, type Expected, filesOf } from './traps/trap-case.ts'

const folder = new URL('traps/', import.meta.url)

/** Naive migrations by the traps that they fall into: each list a file. */
describe.each(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort(),
)('%s', (name) => {
  const cases = casesIn(readFileSync(new URL(name, folder), 'utf8'))

  test.each(cases.map((one) => [one.trap, one.says, one] as const))('trap %i: %s', (_trap, _says, one) => {
    const { comparison, diagnostics } = compareManifests(filesOf(one, 'before'), filesOf(one, 'after'), {
      ...(one.cilium === undefined ? {} : { versions: { cilium: one.cilium } }),
    })
    // What a case does not mean to write wrong has to be read, or it would show nothing.
    if (one.tells === undefined)
      expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
    const summary = comparison.differences.map(({ verdict, destinations, clients, needs }) => ({ verdict, destinations, clients, needs }))
    for (const wanted of one.expect ?? [])
      expect(
        comparison.differences.some((difference) => matches(difference, wanted)),
        `${JSON.stringify(wanted)} among ${JSON.stringify(summary)}`,
      ).toBe(true)
    const where = one.except === undefined ? undefined : new RegExp(`^(?:${one.except})$`)
    const elsewhere = summary.filter(({ destinations }) => where === undefined || !destinations.every((name) => where.test(name)))
    expect(elsewhere.filter(({ verdict }) => one.never?.includes(verdict))).toEqual([])
    const unread = comparison.unread.map(({ what }) => `${what} could not be read`)
    const told = [...unread, ...comparison.outside.map(({ what }) => what), ...comparison.assumptions].join('\n')
    for (const pattern of one.tells ?? []) expect(told).toMatch(new RegExp(pattern))
  })

  test('says something of each case', () => {
    expect(cases.filter(({ expect: wanted = [], tells = [], never = [] }) => wanted.length + tells.length + never.length === 0)).toEqual([])
  })
})

function matches({ verdict, destinations, clients, needs = '' }: Difference, wanted: Expected): boolean {
  return (
    verdict === wanted.verdict &&
    (wanted.destination === undefined || destinations.includes(wanted.destination)) &&
    (wanted.client === undefined || clients.includes(wanted.client)) &&
    new RegExp(wanted.needs ?? '').test(needs)
  )
}
