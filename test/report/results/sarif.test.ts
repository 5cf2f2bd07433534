import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { findingResults } from '../../../src/report/results/findings.ts'
import type { Result } from '../../../src/report/results/result.ts'
import { sarifLog } from '../../../src/report/results/sarif.ts'
import type { VerifyReport } from '../../../src/report/verify/report.ts'
import { verifySarif } from '../../../src/report/verify/sarif.ts'
import { readManifests } from '../../../src/translate.ts'
import { announced, comparisonOf, narrower, rerouted, undetermined, wider } from '../verify/comparison-fixture.ts'

// The schema of the standard, as @microsoft/jest-sarif ships it (MIT). It is one of draft 4, of which it uses nothing that is read otherwise today.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8')) as Record<string, unknown>
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const accepts = ajv.compile(schema)

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] } }
      readonly invocations: readonly [{ readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[] }]
      readonly results: readonly {
        readonly ruleId: string
        readonly ruleIndex: number
        readonly level: string
        readonly message: { readonly text: string }
        readonly locations?: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string }
              readonly region: { readonly startLine: number }
            }
          },
        ]
        readonly partialFingerprints: Readonly<Record<string, string>>
      }[]
    },
  ]
}

function valid(log: Record<string, unknown>): Log['runs'][0] {
  const written = JSON.parse(JSON.stringify(log)) as Log
  expect(accepts(written), JSON.stringify(accepts.errors?.slice(0, 5))).toBe(true)
  return written.runs[0]
}

const result: Result = {
  rule: 'US3001',
  level: 'warning',
  title: 'a',
  details: '',
  hint: '',
  span: { file: 'a.yaml', line: 3, col: 2, endLine: 3, endCol: 2 },
  related: [],
  fingerprint: 'f',
}

const report: VerifyReport = {
  comparison: comparisonOf(wider, narrower, { ...announced, covers: 'catalog' }, rerouted, undetermined),
  expectations: [
    { name: 'e', place: { ...result.span!, file: 'expect.yaml' }, side: 'after', expected: 'allowed', got: 'denied', passed: false },
  ],
  policy: { failOn: 'rerouted', unannouncedFail: false },
  diagnostics: [],
  reviewed: {
    side: 'after',
    mesh: readManifests([{ path: 'head.yaml', text: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n' }]).mesh,
  },
}

describe('SARIF', () => {
  test('a comparison is valid, gravest first, and each result has a rule with help and a place in the repository', () => {
    const { results, tool } = valid(verifySarif(report))
    expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'error', 'error', 'note'])
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
      expect(tool.driver.rules[ruleIndex]?.help.text).not.toBe('')
      expect(locations?.[0].physicalLocation.artifactLocation.uri).toMatch(/^[a-z]+\.yaml$/)
    }
  })

  test('the name of a result does not depend on its line, nor on rules above it', () => {
    const findings = (before: string) => {
      const { mesh } = readManifests([
        {
          path: 'p.yaml',
          text: `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: readers, namespace: shop}\nspec:\n  rules:\n${before}  - from: [{source: {principals: ['x']}}]\n`,
        },
      ])
      const place = mesh.authorization[0]!.rules.at(-1)!.place
      return valid(sarifLog(findingResults([diagnose(catalogue.duplicateObject, place, { object: 'a', first: 'b.yaml:1:1' })]), true))
        .results[0]!
    }
    const [first, second] = [findings(''), findings("  - to: [{operation: {ports: ['1']}}]\n")]
    expect(second.locations?.[0].physicalLocation.region.startLine).not.toBe(first.locations?.[0].physicalLocation.region.startLine)
    expect(second.partialFingerprints).toEqual(first.partialFingerprints)
  })

  test('two results of one kind at one object have two names', () => {
    const names = valid(sarifLog([result, { ...result, title: 'b' }], true)).results.map(({ partialFingerprints }) => partialFingerprints)
    expect(names).toEqual([{ primaryLocationLineHash: 'f:1' }, { primaryLocationLineHash: 'f:2' }])
  })

  test('what code scanning does not show is left out, the lightest first, and counted', () => {
    const many = Array.from(
      { length: 5200 },
      (_, line): Result => ({ ...result, level: line < 10 ? 'error' : 'note', fingerprint: `${line}` }),
    )
    const { results, invocations } = valid(sarifLog(many.reverse(), true))
    expect(results).toHaveLength(5000)
    expect(results.slice(0, 11).map(({ level }) => level)).toEqual([...Array<string>(10).fill('error'), 'note'])
    expect(invocations[0].toolExecutionNotifications?.[0]?.message.text).toMatch(/^200 results of 5200 left out/)
  })

  test('a path is a relative reference whatever is in it, and one outside the folder is in the message', () => {
    const files = ['a b/c?d#e%.yaml', 'x:y.yaml', '../out.yaml', '/tmp/out.yaml', 'lone\ud800.yaml']
    const { results } = valid(
      sarifLog(
        files.map((file, index) => ({ ...result, fingerprint: `${index}`, span: { ...result.span!, file } })),
        true,
      ),
    )
    const uris = results.map(({ locations }) => locations?.[0].physicalLocation.artifactLocation.uri)
    expect(uris).toContain('a%20b/c%3Fd%23e%25.yaml')
    expect(uris).toContain('x%3Ay.yaml')
    expect(uris.every((uri) => uri !== undefined && !uri.startsWith('/') && !uri.startsWith('..'))).toBe(true)
    expect(results.map(({ message }) => message.text)).toContain('../out.yaml:3:2: a')
  })

  test('text of the input makes no link and no raw control characters', () => {
    const { results } = valid(sarifLog([{ ...result, title: '[here](https://e.example) \u001b[31m', details: 'x\u0007y' }], true))
    expect(results[0]?.message.text).toBe('[here\\](https://e.example) \\u001b[31m\nx\\u0007y')
  })
})
