import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { translate } from '../src/translate.ts'
import { emittedProblems } from './golden/emitted.ts'
import { readFolder, removeFolder, writeFolder } from './golden/folder.ts'
import { brokenCases, foldersWithoutCase, type GoldenCase, goldenCases } from './golden/golden-case.ts'
import { diagnosticLines, type Outcome, outcomeOf, outputFiles } from './golden/outcome.ts'
import { comparisonOf, goldenOutcome } from './golden/remembered.ts'
import { differenceText, fails } from './verify/failing.ts'

const update = process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true'

/** Where faults are put into the source, a pattern of the cases that are asked, each a thousand times: what they write is compared, and no more. */
const againstFaults = process.env.STRYKER_GOLDENS
const asked = new RegExp(againstFaults ?? '')

describe('golden', () => {
  test('every folder of an area has a case.yaml', () => {
    expect(foldersWithoutCase()).toEqual([])
  })

  test('every case.yaml can be read', () => {
    expect(brokenCases()).toEqual([])
  })

  for (const golden of goldenCases().filter(({ name }) => asked.test(name))) {
    test(`${golden.name}: ${golden.why}`, () => {
      const outcome = goldenOutcome(golden)
      if (againstFaults === undefined) {
        checkEmitted(outcome)
        checkOrder(golden, outcome)
        checkAgain(golden, outcome)
        checkDecisions(outcome)
      }
      compare(golden, outcome)
    })
  }
})

function compare(golden: GoldenCase, outcome: Outcome): void {
  const expectedFolder = join(golden.folder, 'expected')
  const actualFolder = join(golden.folder, 'actual')
  if (update) writeFolder(expectedFolder, outcome.files)
  const expected = readFolder(expectedFolder)
  const same = JSON.stringify([...expected]) === JSON.stringify([...outcome.files])
  if (same || process.env.CI === 'true') removeFolder(actualFolder)
  else writeFolder(actualFolder, outcome.files)
  expect([...outcome.files.keys()], 'the files of expected/').toEqual([...expected.keys()])
  for (const [path, text] of outcome.files) expect(text, path).toBe(expected.get(path))
}

function checkEmitted(outcome: Outcome): void {
  for (const translation of outcome.translations.values()) {
    expect(emittedProblems(translation), 'emitted objects are valid for the target versions').toEqual([])
    expect(
      translation.diagnostics.filter(({ stage }) => stage === 'internal').map(({ message }) => message),
      'no internal error',
    ).toEqual([])
    const { read, translated, kept, removed, skipped } = translation.output.account
    expect(translated + kept + removed + skipped, 'the account of documents adds up').toBe(read)
  }
}

/** What was emitted is read back and decides as the input does, but for what the findings announce. */
function checkDecisions(outcome: Outcome): void {
  for (const translation of outcome.translations.values())
    expect(comparisonOf(translation).differences.filter(fails).map(differenceText), 'no unannounced difference').toEqual([])
}

function checkOrder(golden: GoldenCase, outcome: Outcome): void {
  const again = outcomeOf(golden, [...golden.input].reverse())
  expect(Object.fromEntries(again.files), 'the same bytes when the files come in reverse order').toEqual(Object.fromEntries(outcome.files))
}

function checkAgain(golden: GoldenCase, outcome: Outcome): void {
  if (golden.notIdempotent !== undefined) return
  for (const [target, translation] of outcome.translations) {
    const again = translate([...outputFiles(translation), ...translation.input.unreadFiles], golden.request(target))
    const changed = again.output.files.filter(({ status }) => status !== 'unchanged')
    expect(
      changed.map(({ path, status, text }) => ({ path, status, text })),
      `converting the output again changes nothing; it found\n${diagnosticLines(again)}`,
    ).toEqual([])
  }
}
