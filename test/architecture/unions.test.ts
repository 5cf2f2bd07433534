import { describe, expect, test } from 'vitest'
import { sourcesIn } from './sources.ts'

/**
 * Switches that name some cases only, each with what it switches over: texts that others extend, never a union of our own. Of a union every
 * member is named, so that a new one (a data plane, a matcher, an enforcement point) does not compile until each consumer has decided about it.
 */
const openTexts: Readonly<Record<string, string>> = {
  'src/algebra/language/re2/parse.ts: character': 'a character of a pattern',
  'src/crd/rules/compile.ts: name': 'the name of a function of CEL',
  'src/crd/structural/scalar.ts: format': 'a format of OpenAPI',
  'src/crd/structural/scalar.ts: schema.type': 'a type of OpenAPI',
  'src/decide/rules/atom.ts: name.toLowerCase()': 'the name of a header',
  'src/definitions/read-twice.ts: `${groupOf(apiVersion)}/${kind}`': 'group and kind of an object',
  'src/manifest/carriers/carried-input.ts: key': 'a key of a ConfigMap',
  'src/report/verify/changed-values.ts: what': 'the name of what differs',
  'src/verify/symbolic/rules/atom.ts: headerName.toLowerCase()': 'the name of a header',
}

interface Switch {
  readonly subject: string
  /** The compiler asks for every member: no `default:`, and each case returns what the function has to return. */
  readonly isTotal: boolean
}

/** The switches of a file that is formatted as all are: a block ends where it begins. */
function switchesIn(text: string): Switch[] {
  const lines = text.split('\n')
  return lines.flatMap((line, start) => {
    const [, indent, subject] = /^( *)switch \((.*)\) \{$/.exec(line) ?? []
    if (indent === undefined || subject === undefined) return []
    const end = lines.indexOf(`${indent}}`, start)
    const inside = lines.slice(start, end)
    const isLast = /^ *\}/.test(lines[end + 1] ?? '')
    const goesOn = inside.some((one) => one.startsWith(`${indent}  default:`) || /^ *(break|return)$/.test(one))
    return [{ subject, isTotal: isLast && !goesOn }]
  })
}

const found = sourcesIn('src', 'translators').flatMap(({ path, text }) => switchesIn(text).map((one) => ({ path, ...one })))

describe('unions', () => {
  test('every switch is seen', () => {
    const written = sourcesIn('src', 'translators').flatMap(({ text }) => [...text.matchAll(/\bswitch \(/g)])
    expect(found).toHaveLength(written.length)
  })

  test('a switch over a union names every member', () => {
    const open = found.filter(({ isTotal }) => !isTotal).map(({ path, subject }) => `${path}: ${subject}`)
    expect(open.sort()).toEqual(Object.keys(openTexts).sort())
  })

  const clause = (...body: readonly string[]): string =>
    ['function f(x: A): void {', '  switch (x.kind) {', "    case 'a':", ...body, '  }', '}'].join('\n')

  test.each([
    ['a default', clause('      return 1', '    default:', '      return 2')],
    ['a case that returns nothing', clause('      g()', '      return', "    case 'b':", '      h()')],
    ['something behind it', clause('      return 1').replace(/\}$/, '  return 2\n}')],
  ])('%s would be noticed', (_, text) => {
    expect(switchesIn(text)).toEqual([{ subject: 'x.kind', isTotal: false }])
  })

  test('one that names all is total', () => {
    expect(switchesIn(clause('      return 1'))).toEqual([{ subject: 'x.kind', isTotal: true }])
  })
})
