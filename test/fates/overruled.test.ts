import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { overruledFile, overruledText, recordedFates } from '../../scripts/gen/overruled-fates.ts'
import { definitionOf } from '../../src/diagnostics/catalogue.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { goldenTranslations } from '../golden/remembered.ts'
import { overruledFates } from './overruled.ts'

const update = process.env.UPDATE_GOLDEN === '1' && process.env.CI !== 'true'

test(`${overruledFile} has the findings that decide about fields in the goldens, and no others`, { timeout: 300_000 }, () => {
  const observed = overruledText([...goldenTranslations(goldenCases())].flatMap(({ translation }) => overruledFates(translation)))
  if (update) writeFileSync(overruledFile, observed)
  const recorded = overruledText(recordedFates())
  const only = (text: string, other: string): string[] => text.split('\n').filter((line) => !other.split('\n').includes(line))
  expect({ add: only(observed, recorded), drop: only(recorded, observed) }, '`npm run golden` and `npm run gen` write it').toEqual({
    add: [],
    drop: [],
  })
})

test('the recorded codes exist, and give the fate that is recorded', () => {
  const wrong = recordedFates().filter(({ code, fate }) => definitionOf(code)?.fate !== fate)
  expect(wrong).toEqual([])
})
