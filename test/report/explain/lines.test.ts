import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { explainText } from '../../../src/report/explain/text.ts'

const { ciliumFailsOpen } = catalogue

test('on a terminal no line of prose is longer than the terminal, and an example stays as it is', () => {
  for (const one of Object.values(catalogue)) {
    const [prose = '', example] = explainText({ one }, { width: 80 }).split('Example:\n')
    const long = prose.split('\n').filter((line) => stringWidth(line) > 80 && line.trim().includes(' '))
    expect(long).toEqual([])
    expect(example?.trimEnd()).toBe(one.example === undefined ? undefined : `\n${one.example.replace(/^/gm, '  ')}`.trimEnd())
  }
})

test('elsewhere each paragraph is one line', () => {
  expect(explainText({ one: ciliumFailsOpen })).toContain(`\n\n${ciliumFailsOpen.why}\n\n`)
})
