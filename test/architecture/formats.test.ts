import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { capabilitiesFormats } from '../../src/report/capabilities/index.ts'
import { checkFormats } from '../../src/report/check/index.ts'
import { configurationFormats } from '../../src/report/configuration/index.ts'
import { diffFormats } from '../../src/report/diff/index.ts'
import { estimateFormats } from '../../src/report/estimate/index.ts'
import { explainFormats } from '../../src/report/explain/index.ts'
import { fleetFormats } from '../../src/report/fleet/index.ts'
import { planFormats } from '../../src/report/plan/index.ts'
import { targetsFormats } from '../../src/report/targets/index.ts'
import { traceFormats } from '../../src/report/trace/index.ts'
import { translationFormats } from '../../src/report/translation/index.ts'
import { verifyFormats } from '../../src/report/verify/index.ts'
import { sourcesIn } from './sources.ts'

/** The tables of formats by the folder of their subject, with the command that prints it. */
const subjects = {
  translation: { command: 'convert', formats: translationFormats },
  diff: { command: 'diff', formats: diffFormats },
  targets: { command: 'diff', formats: targetsFormats },
  check: { command: 'diff', formats: checkFormats },
  verify: { command: 'verify', formats: verifyFormats },
  fleet: { command: 'verify', formats: fleetFormats },
  trace: { command: 'trace', formats: traceFormats },
  estimate: { command: 'estimate', formats: estimateFormats },
  plan: { command: 'plan', formats: planFormats },
  explain: { command: 'explain', formats: explainFormats },
  configuration: { command: 'config', formats: configurationFormats },
  capabilities: { command: 'capabilities', formats: capabilitiesFormats },
} as const

/** Names of formats that are another one's file: `convert` prints manifests unless something else is asked for. */
const sameAs: Readonly<Record<string, string>> = { 'translation/text': 'translation/yaml' }

const all = Object.entries(subjects).flatMap(([subject, { command, formats }]) =>
  Object.keys(formats).map((format, index) => ({ name: `${subject}/${format}`, command, format, isDefault: index === 0 })),
)

describe('formats', () => {
  test('every table of src/report is known here', () => {
    const tables = sourcesIn('src/report').filter(({ path }) => path.endsWith('/index.ts'))
    expect(tables.map(({ path }) => path.split('/')[2]).sort()).toEqual(Object.keys(subjects).sort())
  })

  test('a format is one file of its folder', () => {
    expect(all.map(({ name }) => `src/report/${sameAs[name] ?? name}.ts`).filter((path) => !existsSync(path))).toEqual([])
  })

  test('every format has a test: of its file, or of the command that prints it', () => {
    const tests = sourcesIn('test').filter(({ path }) => path.endsWith('.test.ts'))
    const untested = all.filter(({ name, command, format, isDefault }) => {
      const asked = new RegExp(`['"]${command}['"][^)]*${isDefault ? '' : `'-o', '${format}'`}`)
      const file = `report/${sameAs[name] ?? name}.ts`
      return !tests.some(({ text, imports }) => asked.test(text) || imports.some((specifier) => specifier.endsWith(file)))
    })
    expect(untested.map(({ name }) => name)).toEqual([])
  })

  test('commands take the names of formats from their table, and compare with none', () => {
    const names = /output: '|\.output [!=]== '|choices: \['text'/
    expect(
      sourcesIn('src/cli')
        .filter(({ text }) => names.test(text))
        .map(({ path }) => path),
    ).toEqual([])
  })

  test('CONTRIBUTING names the files of a new format', () => {
    const recipe = /^## Add an output format\n([\s\S]*?)^## /m.exec(readFileSync('CONTRIBUTING.md', 'utf8'))?.[1] ?? ''
    const files = [...recipe.matchAll(/`([\w/<>.-]+\/[\w<>.-]+\.ts)`/g)].map((match) => match[1] ?? '')
    const examples = files.map((path) => path.replace('<subject>', 'verify').replace('<format>', 'junit'))
    expect(files).toContain('src/report/<subject>/<format>.ts')
    expect(files).toContain('src/report/<subject>/index.ts')
    expect(examples.filter((path) => !existsSync(path))).toEqual([])
  })
})
