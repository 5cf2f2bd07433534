import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/crd/schema.ts'
import { schemaSets } from '../../src/crd/schema-sets.ts'
import { checkStructure } from '../../src/crd/structural/check.ts'
import { withDefaults, withoutNulls } from '../../src/crd/structural/normalise.ts'
import type { Problem } from '../../src/crd/structural/problem.ts'
import { ajvCheck } from './oracle/ajv-schema.ts'
import { libraryHolds } from './oracle/cel-library.ts'
import { Chance, randomValue } from './oracle/random-value.ts'
import { ruleCases } from './oracle/rule-cases.ts'

/** Every distinct schema, under the name of the first version that has it. */
const kinds = [
  ...new Map(
    everyVersion()
      .map(({ name, schema }) => [schema, name] as const)
      .reverse(),
  ),
].map(([schema, name]) => ({ name, schema }))

function everyVersion(): { name: string; schema: Schema }[] {
  return Object.entries(schemaSets).flatMap(([set, schemas]) =>
    schemas().kinds.flatMap((kind) =>
      [...kind.versions].map(([version, schema]) => ({ name: [set, kind.channel ?? '', kind.kind, version].join(' '), schema })),
    ),
  )
}

describe('objects made at random', () => {
  test.for(kinds)('have the structure verdict that ajv gives: $name', ({ schema }) => {
    const oracle = ajvCheck(schema)
    const verdicts = { valid: 0, invalid: 0 }
    for (let seed = 1; seed <= 60; seed++) {
      const value = prepared(schema, randomValue(schema, new Chance(seed), seed % 2 === 0))
      const faults = problemsOf(schema, value).filter(({ kind }) => kind === 'invalid' || kind === 'missing')
      expect({ value, valid: faults.length === 0, faults }).toEqual({ value, valid: oracle(value), faults })
      verdicts[faults.length === 0 ? 'valid' : 'invalid']++
    }
    expect(verdicts.valid).toBeGreaterThan(0)
    expect(verdicts.invalid).toBeGreaterThan(0)
  })

  test('have the rule verdicts that the CEL library gives, and make every rule both hold and fail', () => {
    const outcomes = new Map<string, Set<boolean>>()
    for (const schema of schemasWithRules()) {
      for (let seed = 1; seed <= 150; seed++) {
        const self = prepared(schema, randomValue(schema, new Chance(seed), false))
        // The API server evaluates rules only on values that fit their schema.
        if (self === undefined || problemsOf(schema, self).length > 0) continue
        for (const rule of schema.rules ?? []) {
          const holds = rule.holds(self)
          const seen = outcomes.get(rule.text) ?? new Set()
          // The library is slow: an outcome that was compared often enough for this schema is not compared again.
          if (!seen.has(holds) || seed <= 40)
            expect({ rule: rule.text, self, holds }).toEqual({ rule: rule.text, self, holds: libraryHolds(rule.text, schema, self) })
          outcomes.set(rule.text, seen.add(holds))
        }
      }
    }
    const covered = (rule: string): boolean => ruleCases.some((one) => rule.includes(one.rule))
    const oneSided = [...outcomes].filter(([rule, seen]) => !(seen.has(true) && (seen.has(false) || covered(rule)))).map(([rule]) => rule)
    expect(oneSided).toEqual([])
    expect(outcomes.size).toBe(new Set(schemasWithRules().flatMap(({ rules = [] }) => rules.map(({ text }) => text))).size)
  }, 60_000)
})

test.for(ruleCases)('a value that violates the rule is found: $rule', ({ rule, violating }) => {
  const owners = schemasWithRules().flatMap((schema) =>
    (schema.rules ?? []).filter(({ text }) => text.includes(rule)).map((own) => ({ schema, own })),
  )
  expect(owners).not.toEqual([])
  for (const { schema, own } of owners) {
    expect(own.holds(violating)).toBe(false)
    expect(libraryHolds(own.text, schema, violating)).toBe(false)
  }
})

function prepared(schema: Schema, value: unknown): unknown {
  return withDefaults(schema, withoutNulls(schema, value))
}

function problemsOf(schema: Schema, value: unknown): Problem[] {
  const problems: Problem[] = []
  checkStructure(schema, value, [], problems)
  return problems
}

function schemasWithRules(): Schema[] {
  const found = new Set<Schema>()
  const visit = (schema: Schema): void => {
    if (!schema.rulesWithin || found.has(schema)) return
    found.add(schema)
    for (const child of [...(schema.properties?.values() ?? []), schema.items, schema.additional]) if (child !== undefined) visit(child)
  }
  for (const { schema } of kinds) visit(schema)
  return [...found].filter(({ rules }) => rules !== undefined)
}
