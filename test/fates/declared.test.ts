import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fateAt, isDeclared, istioLeaves, staleFates } from '../../scripts/gen/crd-leaves.ts'
import { fieldTable } from '../../scripts/gen/field-table.ts'
import type { DeclaredFate } from '../../src/diagnostics/fate.ts'
import type { FateTree } from '../../src/model/dialect.ts'
import { targets } from '../../translators/index.ts'

const kinds = istioLeaves()

function* declarations(tree: FateTree, at: string): Generator<{ at: string; fate: DeclaredFate }> {
  if (isDeclared(tree)) yield { at, fate: tree }
  else for (const [name, inner] of Object.entries(tree)) yield* declarations(inner, `${at}.${name}`)
}

test('the schemas have all 15 kinds of Istio, with many leaves', () => {
  expect(kinds.map(({ kind }) => kind)).toHaveLength(15)
  expect(kinds.flatMap(({ paths }) => paths).length).toBeGreaterThan(700)
})

for (const target of Object.values(targets))
  describe(`fates of the ${target.name} target`, () => {
    for (const { kind, id, paths } of kinds)
      test(`every leaf of ${kind} has a declared fate`, () => {
        const tree = target.fates[id]
        expect(tree, `a tree of fates for ${kind}`).toBeDefined()
        expect(paths.filter((path) => fateAt(tree, path) === undefined).map((path) => path.join('.'))).toEqual([])
        expect(staleFates(tree ?? {}, paths), 'fates of fields that the schema does not have').toEqual([])
      })

    test('every declaration has a reason', () => {
      for (const [kind, tree] of Object.entries(target.fates))
        for (const { at, fate } of declarations(tree, kind)) expect(fate.note, at).toMatch(/\w{3}/)
    })
  })

test('translators/README.md is what the generator writes', () => {
  const { path, text } = fieldTable()
  expect(readFileSync(path, 'utf8') === text, 'run `npm run gen`').toBe(true)
})
