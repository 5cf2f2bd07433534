import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { translate } from '../../src/translate.ts'
import type { Translation, TranslationRequest } from '../../src/translation.ts'
import { targetNames } from '../../translators/index.ts'
import { emittedProblems } from '../golden/emitted.ts'
import { diagnosticLines, outputFiles } from '../golden/outcome.ts'
import { corpora, corporaArePresent } from './corpora.ts'

/** One text for all that a translation says and writes. */
function digest(translation: Translation): string {
  const hash = createHash('sha256')
  for (const { path, status, text } of translation.output.files) hash.update(JSON.stringify([path, status, text]))
  return hash.update(diagnosticLines(translation)).update(JSON.stringify(translation.output.account)).digest('hex')
}

function checkTranslation(files: readonly InputFile[], target: TranslationRequest['target']): void {
  const translation = translate(files, { target })
  const internal = translation.diagnostics.filter(({ stage }) => stage === 'internal')
  expect([...new Set(internal.map(({ code, message }) => `${code} ${message.slice(0, 500)}`))].slice(0, 10)).toEqual([])
  const { read, translated, kept, removed, skipped } = translation.output.account
  expect(translated + kept + removed + skipped, 'the account of documents adds up').toBe(read)
  expect(read).toBe(translation.input.documentCount)
  expect(emittedProblems(translation).slice(0, 10), 'every emitted object is valid').toEqual([])
  expect(digest(translate([...files].reverse(), { target })), 'the same bytes in reverse order').toBe(digest(translation))
  const again = translate(outputFiles(translation), { target })
  const changed = again.output.files.filter(({ status }) => status !== 'unchanged')
  expect(
    changed.slice(0, 3).map(({ path, status, before, text }) => ({ path, status, difference: firstDifference(before ?? '', text ?? '') })),
    `converting the output again changes nothing (${changed.length} files differ)`,
  ).toEqual([])
}

/** The first line that differs, on both sides: enough to see what happened without printing whole files. */
function firstDifference(before: string, after: string): string {
  const [left, right] = [before.split('\n'), after.split('\n')]
  const line = left.findIndex((text, index) => text !== right[index])
  const at = line < 0 ? left.length : line
  return `line ${at + 1}: ${left.slice(at, at + 3).join(' / ')} -> ${right.slice(at, at + 3).join(' / ')}`
}

describe.runIf(corporaArePresent)('real manifests', () => {
  const byName = corpora()
  for (const target of targetNames) {
    for (const [name, files] of byName) test(`${name} to ${target}`, { timeout: 60_000 }, () => checkTranslation(files, target))
    test(`all of them together to ${target}`, { timeout: 120_000 }, () => checkTranslation([...byName.values()].flat(), target))
  }
})

test.runIf(!corporaArePresent)('the corpora of real manifests are not here, so nothing is tested on them', () => {
  expect(corpora().size).toBe(0)
})
