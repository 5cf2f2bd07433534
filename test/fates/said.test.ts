import { expect, test } from 'vitest'
import { objectText, pathText } from '../../src/diagnostics/place.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { goldenTranslations } from '../golden/remembered.ts'

test('no golden has a leaf that is refused or stricter without a finding that says so', { timeout: 300_000 }, () => {
  const silent = [...goldenTranslations(goldenCases())].flatMap(({ golden, translation: { fates, target } }) =>
    fates.flatMap(({ ref, leaves }) =>
      leaves
        .filter(({ fate, code }) => (fate === 'refused' || fate === 'stricter') && code === undefined)
        .map(({ path, fate }) => `${golden.name} (${target}): ${objectText(ref)} ${pathText(path)} is ${fate}`),
    ),
  )
  expect(silent).toEqual([])
})

test('every golden accounts for each leaf once', { timeout: 300_000 }, () => {
  for (const { golden, translation } of goldenTranslations(goldenCases()))
    for (const { ref, leaves } of translation.fates) {
      const paths = leaves.map(({ path }) => pathText(path))
      expect(new Set(paths).size, `${golden.name} ${objectText(ref)}`).toBe(paths.length)
    }
})
