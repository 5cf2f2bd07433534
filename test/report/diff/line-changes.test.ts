import { structuredPatch } from 'diff'
import { describe, expect, test, vi } from 'vitest'
import { movableMesh } from '../../../bench/movable-mesh.ts'
import { hunksOf } from '../../../src/report/diff/hunks.ts'
import { type LineChange, lineChanges, mostEdits } from '../../../src/report/diff/line-changes.ts'
import { translate } from '../../../src/translate.ts'
import fc from '../../fast-check.ts'

let comparisons = 0

vi.mock('diff', async (original) => {
  const real = await original<typeof import('diff')>()
  const comparator = (left: unknown, right: unknown): boolean => {
    comparisons += 1
    return left === right
  }
  return {
    ...real,
    diffArrays: (before: unknown[], after: unknown[], options: object) => real.diffArrays(before, after, { ...options, comparator }),
  }
})

/** Documents of few different lines, so that many of them are the same and many nearly so. */
const documents = (most: number) =>
  fc
    .array(fc.array(fc.constantFrom('kind: Service\n', '  name: a\n', '  name: b\n', 'x: 1\n', 'y: 2\n'), { maxLength: 6 }), {
      maxLength: most,
    })
    .map((all) => all.map((lines) => lines.join('')).join('---\n'))
const lastLine = fc.constantFrom('', 'end', 'end\n')
const texts = (most: number) => fc.tuple(documents(most), lastLine).map(([text, end]) => text + end)

function sides(changes: readonly LineChange[]): [before: string, after: string] {
  const textOf = (without: LineChange['kind']): string => changes.flatMap(({ kind, lines }) => (kind === without ? [] : lines)).join('')
  return [textOf('added'), textOf('removed')]
}

describe('line changes', () => {
  test('what is removed and added makes the one text the other, however long they are', () => {
    const long = (text: string): string => text.repeat(60)
    fc.assert(
      fc.property(texts(6), texts(6), texts(3), (before, after, between) => {
        expect(sides(lineChanges(before, after))).toEqual([before, after])
        const [old, now] = [long(`${before}---\n${between}`), long(`${after}---\n`) + between]
        expect(sides(lineChanges(old, now))).toEqual([old, now])
      }),
      { numRuns: 60 },
    )
  })

  test('with few changes the hunks are those of the shortest script', () => {
    fc.assert(
      fc.property(texts(20), texts(20), (before, after) => {
        const expected = structuredPatch('', '', before, after, undefined, undefined, { context: 3 }).hunks
        expect(hunksOf(lineChanges(before, after))).toEqual(expected)
      }),
    )
  })

  test('of a mesh in one file the hunks are those of the shortest script too', () => {
    const { output } = translate(movableMesh(200).files, { target: 'ambient' })
    const [{ before = '', text = '' }] = output.files.filter(({ path }) => path === 'mesh.yaml') as [(typeof output.files)[number]]
    const changes = lineChanges(before, text)
    expect(changes.filter(({ kind }) => kind !== 'same').flatMap(({ lines }) => lines).length).toBeGreaterThan(mostEdits)
    expect(hunksOf(changes)).toEqual(structuredPatch('', '', before, text, undefined, undefined, { context: 3 }).hunks)
  })

  test('four times as many documents that all change take about four times as many comparisons', () => {
    const mesh = (size: number, port: number): string =>
      Array.from({ length: size }, (_, index) => `kind: Service\nmetadata:\n  name: app-${index}\nspec:\n  port: ${port}\n`).join('---\n')
    const taken = (size: number): number => {
      comparisons = 0
      lineChanges(mesh(size, 80), mesh(size, 8080))
      return comparisons
    }
    const [few, many] = [taken(1000), taken(4000)]
    expect(few).toBeGreaterThan(1000)
    expect(many / few).toBeLessThan(5)
  })

  test('one document that changes as a whole is shown removed and added', () => {
    const lines = (word: string): string => Array.from({ length: mostEdits }, (_, index) => `${word}-${index}: x\n`).join('')
    expect(lineChanges(lines('a'), lines('b')).map(({ kind }) => kind)).toEqual(['removed', 'added'])
  })
})
