import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { estimate, modelJson, modelSchema, translate } from '../../../src/index.ts'
import { estimateJson } from '../../../src/report/estimate/json.ts'
import { translationJson } from '../../../src/report/translation/json.ts'
import { readFolder } from '../../golden/folder.ts'
import { goldenCases } from '../../golden/golden-case.ts'
import { goldenTranslations } from '../../golden/remembered.ts'

const validator = (name: string) => {
  const schema = JSON.parse(readFileSync(`schemas/${name}`, 'utf8')) as object
  return new Ajv2020({ strict: false }).compile(schema)
}
const isModel = validator('model.v1.json')
const isReport = validator('report.v1.json')
const isEstimate = validator('estimate.v1.json')
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the published schemas accept what is printed', () => {
  const shop = [...readFolder('examples/shop')].map(([path, text]) => ({ path, text }))

  test('for every golden and the example', { timeout: 120_000 }, () => {
    const seen = new Set<string>()
    const cases = [...goldenTranslations(goldenCases())].map(({ golden, translation }) => ({ name: golden.name, translation }))
    for (const { name, translation } of [...cases, { name: 'examples/shop', translation: translate(shop, { target: 'ambient' }) }]) {
      const model = plain(modelJson(translation.mesh))
      expect(isModel(model), `${name}: ${JSON.stringify(isModel.errors?.slice(0, 3))}`).toBe(true)
      expect(modelSchema.safeParse(model).error, name).toBeUndefined()
      expect(isReport(plain(translationJson(translation, 'text'))), `${name}: ${JSON.stringify(isReport.errors)}`).toBe(true)
      expect(isEstimate(plain(estimateJson(estimate(translation)))), `${name}: ${JSON.stringify(isEstimate.errors)}`).toBe(true)
      for (const [noun, list] of Object.entries(translation.mesh)) if (Array.isArray(list) && list.length > 0) seen.add(noun)
    }
    // Each noun of the model occurred, or the test would say little.
    expect([...seen].sort()).toEqual(
      Object.keys(modelSchema.shape)
        .filter((key) => !['schemaVersion', 'settings'].includes(key))
        .sort(),
    )
  })

  test('a field that the model does not have is refused', () => {
    const model = plain(modelJson(translate([], { target: 'ambient' }).mesh)) as Record<string, unknown>
    expect(isModel({ ...model, extra: 1 })).toBe(false)
    expect(isModel({ ...model, schemaVersion: 2 })).toBe(false)
  })
})
