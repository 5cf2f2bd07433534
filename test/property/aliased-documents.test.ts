import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Document, parseAllDocuments } from 'yaml'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { canonical } from '../../src/model/canonical.ts'
import { type GoldenCase, goldenCases } from '../golden/golden-case.ts'
import { outcomeOf, outputFiles } from '../golden/outcome.ts'

/** Maps and lists that are the same are one object, which the library writes once, and as an alias wherever it stands again. */
function shared(root: unknown): unknown {
  const known = new Map<string, unknown>()
  const once = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const inner = Array.isArray(value)
      ? value.map(once)
      : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, once(child)]))
    const text = canonical(inner)
    const same = known.get(text) ?? inner
    known.set(text, same)
    return same
  }
  return once(root)
}

/** The files as the library writes them, with or without aliases. */
function written(files: readonly InputFile[], aliasDuplicateObjects: boolean): InputFile[] {
  return files.map(({ path, text }) => ({
    path,
    text: parseAllDocuments(text)
      .map((document) => new Document(shared(document.toJS()), { aliasDuplicateObjects }).toString({ lineWidth: 0 }))
      .join('---\n'),
  }))
}

const valuesOf = (files: readonly InputFile[]) =>
  loadManifests(files).objects.map(({ ref, value }) => [`${ref.kind} ${ref.namespace}/${ref.name}`, value])

const isPlain = ({ path, text }: InputFile): boolean => /\.ya?ml$/.test(path) && !/[&*]\w|\{\{|kustomiz|[$]\{/i.test(text)

/** Whether a file of the input is edited, and not only removed or left. */
const isEdited = ({ folder, targets, input }: GoldenCase): boolean =>
  targets.some((target) => input.some(({ path }) => existsSync(join(folder, 'expected', target, path))))

const edited = goldenCases().filter((golden) => isEdited(golden) && golden.input.every(isPlain))

/** A quarter of them: all take four times as long, and decide the same. */
const cases = edited.flatMap((golden, at) => {
  if (at % 4 > 0) return []
  try {
    const input = written(golden.input, true)
    return input.some(({ text }) => /&a\d/.test(text)) ? [{ name: golden.name, golden, input }] : []
  } catch {
    // What is not YAML for the library either.
    return []
  }
})

describe('an input with aliases becomes what it becomes without them', () => {
  const counts = { edited: 0, kept: 0 }

  test.each(cases)('$name', ({ golden, input }) => {
    const [without, among] = [outcomeOf(golden, written(golden.input, false)), outcomeOf(golden, input)]
    for (const target of golden.targets) {
      const [plain, aliased] = [without.translations.get(target)!, among.translations.get(target)!]
      expect(valuesOf(outputFiles(aliased))).toEqual(valuesOf(outputFiles(plain)))
      for (const { status, text = '', before = '' } of aliased.output.files) {
        if (status !== 'edited' || !/[*]a\d/.test(before)) continue
        counts.edited += 1
        if (/[*]a\d/.test(text)) counts.kept += 1
      }
    }
  })

  test('and keeps most of them where it is edited', () => {
    expect(counts.edited).toBeGreaterThan(30)
    expect(counts.kept).toBeGreaterThan(counts.edited / 2)
  })
})
