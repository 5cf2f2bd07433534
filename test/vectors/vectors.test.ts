import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadRecords } from '../../scripts/vectors/load.ts'
import { vectorsOf } from '../../scripts/vectors/records.ts'
import { type AskedVector, reportLines } from '../../scripts/vectors/report.ts'
import type { EngineName } from '../../scripts/vectors/vector.ts'

/** Vectors for which the model is known not to say what the engine did. */
type KnownDifferences = { readonly why: string } & { readonly [engine in EngineName]?: readonly string[] }

const known = parse(readFileSync(new URL('known-differences.yaml', import.meta.url), 'utf8')) as KnownDifferences[]

/** The share that may be undetermined. */
const undeterminedAtMost: Readonly<Record<EngineName, number>> = { istio: 0.01, ztunnel: 0.01, cilium: 0.01 }

describe.each(['istio', 'ztunnel', 'cilium'] as const)('what %s decided', (engine) => {
  const asked: AskedVector[] = []
  const disagreed: AskedVector[] = []
  const expected = known.flatMap((one) => one[engine] ?? [])

  beforeAll(() => {
    asked.push(...vectorsOf(loadRecords([`test/vectors/${engine}`])).map((vector) => ({ vector, outcome: vector.ask() })))
    disagreed.push(...asked.filter(({ outcome }) => outcome.says === 'disagreed'))
  }, 900_000)

  test('is what the model decides, apart from what is known', () => {
    const others = disagreed.filter(({ vector }) => !expected.includes(vector.id))
    expect(others.map(({ vector, outcome }) => `${vector.id}: ${outcome.why}`)).toEqual([])
  })

  test('has no known difference that is gone', () => {
    expect(expected.filter((id) => !disagreed.some(({ vector }) => vector.id === id))).toEqual([])
  })

  test('is hardly ever undetermined', () => {
    const compared = asked.filter(({ outcome }) => outcome.says !== 'not compared')
    const undetermined = compared.filter(({ outcome }) => outcome.says === 'undetermined')
    expect(undetermined.length / compared.length).toBeLessThan(undeterminedAtMost[engine])
  })

  test('is hardly ever left uncompared', () => {
    const left = asked.filter(({ outcome }) => outcome.says === 'not compared')
    expect(left.length / asked.length).toBeLessThan(0.03)
  })

  test('is compared in numbers that the report prints', () => {
    expect(asked.filter(({ outcome }) => outcome.says === 'agreed').length).toBeGreaterThan(200)
    expect(reportLines(asked)[0]).toMatch(new RegExp(`^${engine} +\\d+ agreed, \\d+ disagreed, \\d+ undetermined, \\d+ not compared$`))
  })
})
