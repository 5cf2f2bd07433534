import { expect, test } from 'vitest'
import { oneLine, severalLines } from '../../../src/diagnostics/printable.ts'
import { jsonText } from '../../../src/report/escape/json.ts'
import { forLogs } from '../../../src/report/escape/log.ts'
import { code, fenced, html, inline } from '../../../src/report/escape/markdown.ts'
import { xmlAttribute, xmlText } from '../../../src/report/escape/xml.ts'
import { marked, painted, remarked, unpainted } from '../../../src/report/paint.ts'
import { sideBySide } from '../../../src/report/trace/side-by-side.ts'

test.each([
  ['a\nb', 'a\\nb', 'a\nb'],
  ['a\r\nb', 'a\\r\\nb', 'a\r\nb'],
  ['a\rb', 'a\\rb', 'a\\rb'],
  ['a\tb', 'a\\tb', 'a\tb'],
  ['\u001b[31m', '\\u001b[31m', '\\u001b[31m'],
  ['\u009b\u007f\u0000', '\\u009b\\u007f\\u0000', '\\u009b\\u007f\\u0000'],
  ['\u2028\u202e\u200b\ufeff', '\\u2028\\u202e\\u200b\\ufeff', '\\u2028\\u202e\\u200b\\ufeff'],
  ['\u{e0041}', '\\u{e0041}', '\\u{e0041}'],
  ['\ud800', '\\ud800', '\\ud800'],
  ['Grüße 🙂 \\n', 'Grüße 🙂 \\n', 'Grüße 🙂 \\n'],
])('%j is shown in one line and in several', (text, one, several) => {
  expect([oneLine(text), severalLines(text)]).toEqual([one, several])
})

test.each([
  ['::error::x', '\\u003a:error::x'],
  ['a\n  ::add-mask::x\n', 'a\n  \\u003a:add-mask::x\n'],
  ['a ::1 b', 'a ::1 b'],
  ['x ##[error]y ##vso[task.setvariable]z', 'x ##\\u005berror]y ##vso\\u005btask.setvariable]z'],
  ['## heading [link]', '## heading [link]'],
])('in a build log, %j is no command', (text, shown) => {
  expect(forLogs(text)).toBe(shown)
})

test('JSON keeps its value', () => {
  const value = { 'a\u009b': '\u0000\u007f\u2028\u202e\u{e0041}\ud800 ##[error] ##vso[x] Grüße 🙂', list: [1, null, '##'] }
  const text = jsonText(value)
  expect(JSON.parse(text)).toEqual(value)
  expect(text).toMatch(/^[\n\x20-\u007eüß🙂]+$/u)
  expect(text).not.toContain('##[')
})

test('Markdown takes text as text', () => {
  expect(inline('*a* `b` <c> | [d](e) @all #1 ~~x~~\n# f')).toBe(
    '\\*a\\* \\`b\\` &lt;c&gt; \\| \\[d\\](e) @<!-- -->all #<!-- -->1 \\~\\~x\\~\\~\\\\n# f',
  )
  expect(html('<b>\n')).toBe('&lt;b&gt;\\n')
  expect([code('a.yaml:1:2'), code('a`b'), code('``')]).toEqual(['`a.yaml:1:2`', '`` a`b ``', '``` `` ```'])
  expect(fenced('a ``` b')).toBe('````text\na ``` b\n````\n')
})

test('XML takes text as text', () => {
  expect(xmlAttribute('"<a>"\n&\u0000\ufffe')).toBe('&quot;&lt;a&gt;&quot;\\n&amp;\\u0000?')
  expect(xmlText('a\n]]>\u001b\n::error::x')).toBe('a\n]]&gt;\\u001b\n\\u003a:error::x')
})

test('colours are marks until a terminal gets them, so that sequences of the input are not taken for ours', () => {
  const text = marked.bold(`a ${marked.red('b')}`)
  const sequences = ['\u001b[1m', 'a ', '\u001b[31m', 'b', '\u001b[39m', '\u001b[22m'].join('')
  expect(painted(text)).toBe(sequences)
  expect(remarked(sequences).length).toBe(text.length)
  expect(painted(remarked(sequences))).toBe(sequences)
  expect(unpainted(text)).toBe('a b')
  expect(painted(forLogs(marked.red('\u001b[32mx')))).toBe(['\u001b[31m', '\\u001b[32mx', '\u001b[39m'].join(''))
})

test('coloured text next to each other is laid out by what is seen of it', () => {
  const plain = sideBySide('one two three four\n', 'five\n', 24)
  expect(unpainted(sideBySide(`${marked.red('one two three four')}\n`, `${marked.bold('five')}\n`, 24))).toBe(plain)
})
