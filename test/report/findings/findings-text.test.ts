import { expect, test } from 'vitest'
import type { Diagnostic, Severity } from '../../../src/diagnostics/diagnostic.ts'
import { findingsSummary, findingsText } from '../../../src/report/findings/text.ts'

function finding(code: string, severity: Severity, line: number): Diagnostic {
  const span = { file: 'mesh.yaml', line, col: 3, endLine: line, endCol: 4 }
  return { code, stage: 'reading', severity, message: `something about line ${line}`, help: `mend ${code}`, span, related: [] }
}

const several = [
  ...Array.from({ length: 7 }, (_, index) => finding('US0005', 'error', index + 1)),
  finding('US3001', 'warning', 20),
  finding('US3001', 'warning', 21),
  finding('US0006', 'info', 30),
]

test('a kind of finding is told in full once, then in one line, and then only counted', () => {
  expect(findingsText(several, { detail: 'brief' })).toBe(`mesh.yaml:20:3: warning: something about line 20 [US3001]
    hint: mend US3001
mesh.yaml:21:3: warning: something about line 21 [US3001]
mesh.yaml:1:3: error: something about line 1 [US0005]
    hint: mend US0005
mesh.yaml:2:3: error: something about line 2 [US0005]
mesh.yaml:3:3: error: something about line 3 [US0005]
mesh.yaml:4:3: error: something about line 4 [US0005]
mesh.yaml:5:3: error: something about line 5 [US0005]
... and 2 more errors [US0005]
`)
})

test('in full, every finding is told with its help', () => {
  const text = findingsText(several, { detail: 'full' })
  expect(text.match(/hint: /g)).toHaveLength(several.length)
  expect(text).toContain('mesh.yaml:30:3: info: something about line 30 [US0006]')
})

test('quiet tells errors only', () => {
  expect(findingsText(several, { detail: 'errors' })).not.toContain('warning')
})

test('the summary counts by severity and by code', () => {
  expect(findingsSummary(several, { detail: 'full' })).toMatch(
    /^findings: 7 errors, 2 warnings, 1 note\n {5}7 {2}US0005 {2}error: .+\n {5}2 {2}US3001 {2}warning: .+\n {5}1 {2}US0006 {2}info: .+\n$/,
  )
  expect(findingsSummary([], { detail: 'brief' })).toBe('findings: none\n')
})

test('colour marks the severity and nothing is lost', () => {
  const same = (text: string): string => text
  const paint = { bold: same, dim: same, red: (text: string) => `<${text}>`, yellow: same, green: same, cyan: same }
  expect(findingsText(several.slice(0, 1), { detail: 'full', paint })).toContain('mesh.yaml:1:3: <error>: something')
})
