import { expect, test } from 'vitest'
import { workflowCommands } from '../../../src/report/results/github.ts'
import type { Result } from '../../../src/report/results/result.ts'

const result: Result = {
  rule: 'US3001',
  level: 'error',
  title: 'plain',
  details: '',
  hint: '',
  span: { file: 'a.yaml', line: 3, col: 2, endLine: 3, endCol: 9 },
  related: [],
  fingerprint: 'f',
}

test('each result is one command at its line', () => {
  expect(
    workflowCommands(
      [
        { ...result, hint: 'do it' },
        { ...result, level: 'note', title: 'light' },
      ],
      '0 wider',
    ),
  ).toBe(
    '::error file=a.yaml,line=3,col=2,title=US3001 Traffic that bypasses the waypoint is denied::plain%0Ado it\n' +
      '::notice file=a.yaml,line=3,col=2,title=US3001 Traffic that bypasses the waypoint is denied::light\n' +
      'unsidecar: 0 wider\n',
  )
})

test('a step shows ten of each level; the others are counted in one line that is not a command', () => {
  const many = (level: Result['level'], count: number): Result[] =>
    Array.from({ length: count }, (_, line) => ({ ...result, level, span: { ...result.span!, line: line + 1 } }))
  const lines = workflowCommands([...many('note', 11), ...many('error', 12), ...many('warning', 10)], 'head')
    .trimEnd()
    .split('\n')
  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10)
  expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(10)
  expect(lines.filter((line) => line.startsWith('::notice'))).toHaveLength(10)
  expect(lines.at(-1)).toBe('unsidecar: head; 2 more errors, 1 more note without an annotation (a step shows 10 of each level)')
  expect(lines).toHaveLength(31)
})

test('what lets more through is among the ten, wherever it stands', () => {
  const narrower = Array.from(
    { length: 12 },
    (_, line): Result => ({ ...result, rule: 'narrower', span: { ...result.span!, line: line + 1 } }),
  )
  const wider: Result = { ...result, rule: 'wider', title: 'opens', span: { ...result.span!, file: 'z.yaml' } }
  const [first, second] = workflowCommands([...narrower, wider], 'head').split('\n')
  expect(first).toMatch(/^::error file=z\.yaml,.*::opens$/)
  expect(second).toContain('file=a.yaml,line=1,')
})

test('names and text cannot end a command, add a property or begin another command', () => {
  const text = 'a%0A,line=9::x\r\n::error::y ##[error]z \u001b[31m'
  const printed = workflowCommands([{ ...result, title: text, details: text, span: { ...result.span!, file: text } }], text)
  const [command, last, ...rest] = printed.trimEnd().split('\n')
  expect(rest).toEqual([])
  expect(command).toMatch(
    /^::error file=a%250A%2Cline=9%3A%3Ax\\r\\n%3A%3Aerror%3A%3Ay ##\\u005berror\]z \\u001b\[31m,line=3,col=2,title=[^:,]*::/,
  )
  expect(printed.match(/(?!\n)\p{Cc}/u)).toBeNull()
  expect(last).not.toContain('::')
})

test('a file outside the working folder is named in the text, because no annotation can stand there', () => {
  expect(workflowCommands([{ ...result, span: { ...result.span!, file: '/tmp/a.yaml' } }], '')).toMatch(
    /^::error title=[^:]*::\/tmp\/a.yaml:3:2: plain\n/,
  )
})
