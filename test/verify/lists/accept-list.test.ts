import { describe, expect, test } from 'vitest'
import type { Comparison, Difference } from '../../../src/verify/comparison.ts'
import { applyAcceptList, differenceId } from '../../../src/verify/lists/accept-list.ts'
import { readAcceptList } from '../../../src/verify/lists/read-accept-list.ts'
import { announced, comparisonOf, denied, narrower, undetermined, wider } from '../../report/verify/comparison-fixture.ts'

const today = '2026-11-21'

/** A list with one entry; `reason` and `expires` are added. */
function list(fields: string): string {
  return `accept:\n- ${fields.split('; ').join('\n  ')}\n  reason: looked at\n  expires: 2026-12-31\n`
}

function apply(text: string, comparison: Comparison) {
  const { entries, diagnostics } = readAcceptList(text, 'accept.yaml')
  const applied = applyAcceptList(comparison, entries, today)
  return {
    accepted: applied.comparison.differences.filter(({ acceptedBy }) => acceptedBy !== undefined),
    differences: applied.comparison.differences,
    found: [...diagnostics, ...applied.diagnostics].map(({ code, message, span }) => `${span?.line}:${span?.col} ${code} ${message}`),
  }
}

describe('reading', () => {
  test('an unknown field is told at its name, and the entry is not used', () => {
    const { accepted, found } = apply(list('code: US3001; destinaton: x'), comparisonOf(announced))
    expect(found).toEqual(['3:3 US4002 `accept[0].destinaton` is not known here'])
    expect(accepted).toEqual([])
  })

  test('an entry needs a code or a witness, a reason and a day', () => {
    expect(apply(list('difference: wider'), comparisonOf()).found).toEqual(['2:3 US4002 `accept[0]` needs a `code` or a `witness`'])
    const { found } = apply('accept:\n- code: US3001\n  reason: " "\n- code: 3001\n  reason: x\n  expires: 2026-02-30\n', comparisonOf())
    expect(found).toEqual([
      '3:11 US4002 `accept[0].reason` is empty',
      '2:3 US4002 `accept[0].expires` is missing',
      '4:9 US4002 `accept[1].code` is not valid: expected string, received number',
      '6:12 US4002 `accept[1].expires` is not a day such as 2027-01-31',
    ])
  })

  test('a verdict or a code that does not exist is told', () => {
    expect(apply(list('code: US31; difference: broader'), comparisonOf()).found).toEqual([
      '3:15 US4002 `accept[0].difference` is not valid: expected one of "narrower"|"wider"|"rerouted"|"undetermined"|"identified"',
      '2:9 US4002 `accept[0].code` is not valid: it is not a code such as US3001',
    ])
  })

  test.each([
    ['', 'US4001 this file is not a list of `accept` entries: it is empty'],
    ['# nothing\n', 'US4001 this file is not a list of `accept` entries: it is empty'],
    ['- code: US3001\n', 'US4001 this file is not a list of `accept` entries: it has no `accept` at its top'],
    ['accept:\n  code: US3001\n', 'US4001 this file is not a list of `accept` entries: `accept` is not a list'],
    ['accept: []\nrequests: []\n', 'US4001 this file is not a list of `accept` entries: it has an unknown field `requests` at its top'],
    ['accept: []\n---\naccept: []\n', 'US4001 this file is not a list of `accept` entries: it has more than one document'],
  ])('a file that is no list is refused: %j', (text, expected) => {
    expect(apply(text, comparisonOf()).found.map((line) => line.replace(/^\S+ /, ''))).toEqual([expected])
  })

  test('a file that is no YAML is told as for manifests', () => {
    expect(readAcceptList('accept: [', 'accept.yaml').diagnostics.map(({ code }) => code)).toEqual(['US0001'])
  })
})

describe('accepting', () => {
  test('a code accepts what its finding announced, and nothing else', () => {
    const { accepted, differences, found } = apply(list('code: US3001'), comparisonOf(wider, narrower, announced))
    expect(accepted.map(({ destinations }) => destinations)).toEqual([announced.destinations])
    expect(accepted[0]?.acceptedBy).toEqual({ reason: 'looked at', expires: '2026-12-31' })
    expect(differences).toHaveLength(3)
    expect(found).toEqual([])
  })

  test('a witness accepts the difference with that name, a wider one too', () => {
    const { accepted } = apply(list(`witness: ${differenceId(wider)}`), comparisonOf(wider, narrower))
    expect(accepted.map(({ verdict }) => verdict)).toEqual(['wider'])
  })

  test('a code accepts nothing that opens or that is in doubt, whoever announced it', () => {
    const by = announced.announcedBy!
    const { accepted } = apply(list('code: US3001'), comparisonOf({ ...wider, announcedBy: by }, { ...undetermined, announcedBy: by }))
    expect(accepted).toEqual([])
  })

  test('what else the entry says must hold as well', () => {
    const accepts = (fields: string, difference: Difference) => apply(list(fields), comparisonOf(difference)).accepted.length === 1
    const id = differenceId(wider)
    expect(accepts(`witness: ${id}; difference: narrower`, wider)).toBe(false)
    expect(accepts(`witness: ${id}; code: US3001`, wider)).toBe(false)
    expect(accepts('code: US3001; destination: pods shop/catalog:8080', announced)).toBe(true)
    expect(accepts('code: US3001; destination: pods shop/*', announced)).toBe(true)
    expect(accepts('code: US3001; destination: pods shop/c.talog:8080', announced)).toBe(false)
    expect(accepts('code: US3001; destination: shop/catalog', announced)).toBe(false)
  })

  test('a destination must be all that the difference has', () => {
    const fields = `witness: ${differenceId(wider)}; destination: Service shop/cart:80`
    expect(apply(list(fields), comparisonOf(wider)).accepted).toEqual([])
    expect(apply(list(fields.replace('Service shop/cart:80', "'*shop/cart:*'")), comparisonOf(wider)).accepted).toHaveLength(1)
  })

  test('the last day counts, the day after it does not, and is told', () => {
    const text = (day: string) => `accept:\n- code: US3001\n  reason: until the gateway moves\n  expires: ${day}\n`
    expect(apply(text('2026-11-21'), comparisonOf(announced)).accepted).toHaveLength(1)
    const { accepted, found } = apply(text('2026-11-20'), comparisonOf(announced))
    expect(accepted).toEqual([])
    expect(found).toEqual([
      '2:3 US4003 this entry expired on 2026-11-20 and no longer accepts any difference; its reason was `until the gateway moves`',
    ])
  })

  test('an entry that matches nothing is told', () => {
    expect(apply(list('code: US3107; destination: Service shop/*'), comparisonOf(announced)).found).toEqual([
      '2:3 US4004 this entry for `US3107 Service shop/*` matches no difference',
    ])
  })
})

describe('the name of a difference', () => {
  test('is short and the same every time', () => {
    expect(differenceId(narrower)).toMatch(/^[0-9a-z]{11}$/)
    expect(differenceId(structuredClone(undetermined))).toBe(differenceId(undetermined))
  })

  test('does not depend on counts, on the request, or on the rules that decided', () => {
    const other = { ...narrower, parts: 9, classes: 99, witness: { request: wider.witness!.request, before: denied, after: denied } }
    expect(differenceId(other)).toBe(differenceId(narrower))
  })

  test('differs with the verdict and with what it covers', () => {
    const others: Difference[] = [narrower, { ...narrower, verdict: 'rerouted' }, { ...narrower, covers: 'ledger and more' }, undetermined]
    expect(new Set(others.map(differenceId)).size).toBe(others.length)
  })
})
