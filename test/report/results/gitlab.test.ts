import { expect, test } from 'vitest'
import { codeQuality } from '../../../src/report/results/gitlab.ts'
import type { Result } from '../../../src/report/results/result.ts'
import { verifyGitlab } from '../../../src/report/verify/gitlab.ts'
import { comparisonOf, wider } from '../verify/comparison-fixture.ts'

const result: Result = {
  rule: 'US3001',
  level: 'warning',
  title: 'a\nb \u001b[31m',
  details: '',
  hint: 'do it',
  span: { file: 'a.yaml', line: 3, col: 2, endLine: 3, endCol: 9 },
  related: [],
  fingerprint: 'f',
}

test('each result has what the widget needs: a sentence, a name, a severity, a path and a line', () => {
  expect(codeQuality([result, { ...result, level: 'error' }])).toEqual([
    expect.objectContaining({ severity: 'critical', check_name: 'US3001', location: { path: 'a.yaml', lines: { begin: 3 } } }),
    expect.objectContaining({ severity: 'major', description: 'a\\nb \\u001b[31m. do it' }),
  ])
})

test('two results of one kind at one object have names of their own', () => {
  const names = (codeQuality([result, result]) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint)
  expect(new Set(names).size).toBe(2)
})

test('what is outside of the repository stands where another result is', () => {
  const [, outside] = codeQuality([result, { ...result, level: 'note', span: { ...result.span!, file: '../b.yaml' } }]) as {
    description: string
    location: { path: string; lines: { begin: number } }
  }[]
  expect(outside).toMatchObject({ location: { path: 'a.yaml', lines: { begin: 1 } } })
  expect(outside!.description).toContain('../b.yaml:3')
})

test('differences are results', () => {
  const report = {
    comparison: comparisonOf(wider),
    expectations: [],
    policy: { failOn: 'wider', unannouncedFail: false },
    diagnostics: [],
  } as const
  expect(verifyGitlab(report)).toMatchObject([{ check_name: 'wider', severity: 'critical' }])
})
