import { describe, expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { differenceText, fails } from '../verify/failing.ts'
import { corpora, corporaArePresent } from './corpora.ts'

/** Parts of each corpus by verdict, for quoting: `--disable-console-intercept` shows the table. */
describe.runIf(corporaArePresent)('what was made of real manifests decides as they do', () => {
  for (const [name, files] of corpora())
    test(`${name} to ambient`, { timeout: 300_000 }, () => {
      const translation = translate(files, { target: 'ambient' })
      const started = performance.now()
      const comparison = verifyTranslation(translation)
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${name}: ${countsText(comparison)}, ${translation.mesh.authorization.length} policies, ${seconds} s`)
      expect(comparison.differences.filter(fails).map(differenceText)).toEqual([])
    })
})

test.runIf(!corporaArePresent)('the corpora of real manifests are not here, so nothing is compared', () => {
  expect(corpora().size).toBe(0)
})

function countsText({ parts }: Comparison): string {
  return Object.entries(parts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ')
}
