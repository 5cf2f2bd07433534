import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { anything, type UnreadInput, type UnreadReason } from '../../../src/model/unread.ts'
import { verifyJson } from '../../../src/report/verify/json.ts'
import { verifyJunit } from '../../../src/report/verify/junit.ts'
import { verifyMarkdown } from '../../../src/report/verify/markdown.ts'
import { headline, type VerifyReport } from '../../../src/report/verify/report.ts'
import { verifyReportSchema } from '../../../src/report/verify/schema.ts'
import { verifyText } from '../../../src/report/verify/text.ts'
import { announced, comparisonOf, narrower, request, rerouted, undetermined, wider } from './comparison-fixture.ts'

const place = { file: 'expect.yaml', line: 2, col: 3, endLine: 2, endCol: 9 }
const full: VerifyReport = {
  target: 'ambient',
  comparison: comparisonOf(wider, narrower, announced, rerouted, undetermined),
  expectations: [{ name: 'a "b" & <c>', place, side: 'after', expected: 'allowed', got: 'denied', passed: false }],
  states: [{ k: 1, namespaces: ['shop'], comparison: comparisonOf(narrower), interim: [narrower] }],
  policy: { failOn: 'wider', unannouncedFail: true },
  diagnostics: [],
}

describe('as JSON', () => {
  const written: unknown = JSON.parse(JSON.stringify(verifyJson(full)))

  test('the published schema accepts it and loses nothing of it', () => {
    expect(verifyReportSchema.parse(written)).toEqual(written)
  })

  test('the JSON Schema in schemas/ accepts it too', () => {
    const schema = JSON.parse(readFileSync('schemas/verify.v1.json', 'utf8')) as object
    const accepts = new Ajv2020({ strict: false }).compile(schema)
    expect(accepts(written), JSON.stringify(accepts.errors)).toBe(true)
    expect(accepts({ ...(written as object), parts: 3 })).toBe(false)
  })

  test('a witness has the whole request, as the library takes it', () => {
    const { differences, fails } = verifyReportSchema.parse(written)
    expect(differences[0]?.witness?.request).toEqual(request)
    expect(differences.map((difference) => difference.fails)).toEqual([true, true, false, true, false])
    expect(fails).toBe(true)
  })
})

describe('as JUnit', () => {
  const xml = verifyJunit(full)

  test('it has a case for each destination, each expectation and what is equal', () => {
    expect(xml).toContain('<testsuites name="unsidecar verify" tests="12" failures="7" errors="0">')
    expect(xml).toContain(
      '<testcase classname="pods shop/cart:8080" name="pods shop/cart:8080: wider, from pods that leave their sidecars">',
    )
    expect(xml).toContain('<skipped message="the Namespace queue"/>')
  })

  test('text is escaped, and control characters do not break it', () => {
    expect(xml).toContain('name="a &quot;b&quot; &amp; &lt;c&gt;"')
    const odd = { ...undetermined, needs: 'a\u0000b' }
    expect(verifyJunit({ ...full, comparison: comparisonOf(odd) })).toContain('<skipped message="a\\u0000b"/>')
  })
})

describe('as Markdown', () => {
  test('each difference is a fold, the gravest open, and the heading is always the same', () => {
    const text = verifyMarkdown(full)
    expect(text).toMatch(/^<!-- unsidecar: verify -->\n## unsidecar verify\n\n❌ \*\*1 wider/)
    expect(text.match(/<details open>/g)).toHaveLength(1)
    expect(text.match(/<details/g)).toHaveLength(5 + 1 + 1 + 2)
    expect(text).toContain('DELETE /admin/x?y=<1>')
  })

  test('it fits a comment, and says how many differences it left out', () => {
    const many = Array.from({ length: 500 }, () => wider)
    const text = verifyMarkdown({ ...full, comparison: comparisonOf(...many) })
    expect(new TextEncoder().encode(text).length).toBeLessThan(60_000)
    const [, left] = /_(\d+) more differences left out/.exec(text)!
    // The 501st is that of the rollout state.
    expect(Number(left) + text.match(/<summary>.*<b>wider<\/b>/g)!.length).toBe(501)
  })

  test('a long tail is cut as well', () => {
    const { comparison } = full
    const outside = Array.from({ length: 3000 }, () => comparison.outside[0]!)
    const text = verifyMarkdown({ ...full, comparison: { ...comparison, outside } })
    expect(new TextEncoder().encode(text).length).toBeLessThan(60_000)
    const [, left] = /_(\d+) more things left out for length/.exec(text)!
    expect(Number(left) + text.match(/^- `/gm)!.length).toBe(3000)
  })

  test('as many expectations as do not fit are counted', () => {
    const [expectation] = full.expectations.filter(({ passed }) => !passed)
    const expectations = Array.from({ length: 3000 }, () => expectation!)
    const text = verifyMarkdown({ ...full, expectations })
    expect(new TextEncoder().encode(text).length).toBeLessThan(60_000)
    const [, left] = /_(\d+) more expectations left out for length/.exec(text)!
    expect(Number(left) + text.match(/^- ❌/gm)!.length).toBe(3000)
  })

  test('a fence is longer than any in it', () => {
    const witness = { ...wider.witness!, request: { ...request, http: { ...request.http!, target: '/```' } } }
    expect(verifyMarkdown({ ...full, comparison: comparisonOf({ ...wider, witness }) })).toContain('````text\n')
  })
})

describe('what could not be read', () => {
  const document = (why: UnreadReason, what: string): UnreadInput => ({ why, what, reach: anything, span: place })
  const unread: VerifyReport = {
    ...full,
    comparison: { ...comparisonOf(), unread: [document('syntax', 'a document in a.yaml'), document('template', 'a Deployment in b.yaml')] },
    expectations: [],
    states: [],
    diagnostics: [
      diagnose(catalogue.syntaxError, place, { problem: 'a flow map does not end' }),
      diagnose(catalogue.template, place, { engine: 'Helm' }),
      diagnose(catalogue.unknownField, place, { path: 'spec.rulez', kind: 'AuthorizationPolicy' }),
    ],
  }
  const onlyTemplate: VerifyReport = {
    ...unread,
    comparison: { ...unread.comparison, unread: unread.comparison.unread.slice(1) },
    diagnostics: unread.diagnostics.slice(1),
  }
  const reviewed: VerifyReport = { ...unread, comparison: { ...unread.comparison, unreadReviewed: true } }
  const whole: VerifyReport = { ...unread, comparison: comparisonOf(), diagnostics: unread.diagnostics.slice(2) }

  test('JSON says whether anything is missing', () => {
    expect(verifyJson(unread)).toMatchObject({ fails: false, complete: false })
    expect(verifyJson(onlyTemplate)).toMatchObject({ complete: false, unread: [{ why: 'template', file: 'expect.yaml', line: 2 }] })
    expect(verifyJson(whole)).toMatchObject({ complete: true, unread: [] })
  })

  test('the first line says so, also of what the user has reviewed', () => {
    expect(headline(unread.comparison)).toMatch(/parts equal; incomplete: 2 documents were not read$/)
    expect(headline(onlyTemplate.comparison)).toMatch(/; incomplete: 1 document was not read$/)
    expect(headline(reviewed.comparison)).toMatch(/not read \(--assume unread-reviewed\)$/)
    expect(headline(whole.comparison)).toMatch(/parts equal$/)
  })

  test('a comment on a pull request does not look as if all were well', () => {
    const markdown = verifyMarkdown(unread)
    expect(markdown).toContain('❌ **0 wider')
    expect(markdown).toContain('Not compared: 2 things that could not be read')
    expect(markdown).toContain('- `expect.yaml:2:3`: a document in a.yaml does not parse')
    expect(verifyMarkdown(onlyTemplate)).toContain('❌ **0 wider')
    expect(verifyMarkdown(reviewed)).toContain('✅ **0 wider')
    expect(verifyMarkdown(whole)).toContain('✅ **0 wider')
  })

  test('in JUnit it fails, and what the user has reviewed is skipped', () => {
    const xml = verifyJunit(unread)
    expect(xml).toContain('<testsuite name="reading" tests="2" failures="2" errors="0" skipped="0">')
    expect(xml).toContain('classname="reading" name="expect.yaml:2:3: a Deployment in b.yaml is a template')
    expect(verifyJunit(reviewed)).toContain('tests="2" failures="0" errors="0" skipped="2">')
  })

  test('text names it below the count', () => {
    expect(verifyText(unread, { detail: 'brief' })).toMatch(
      /were not read\nnot read: expect.yaml:2:3: a document in a.yaml does not parse\n/,
    )
  })
})
