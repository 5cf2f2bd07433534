import { describe, expect, test } from 'vitest'
import type { Mutation } from '../../../src/model/action.ts'
import type { Outcome } from '../../../src/verify/diagrams/leaf.ts'
import {
  beside,
  deniedOutcome,
  nameInDoubt,
  outcomeKey,
  outcomeName,
  sent,
  unreachableOutcome,
  unsentOutcome,
  verdictOf,
  withKnownAddress,
  withOwn,
  withWritten,
  writtenApart,
} from '../../../src/verify/diagrams/outcome.ts'
import { type Recipient, recipientName } from '../../../src/verify/symbolic/recipient.ts'

const oven: Recipient = { kind: 'pods', namespace: 'bakery', workload: 'oven', port: 8080 }
const shelf: Recipient = { kind: 'pods', namespace: 'bakery', workload: 'shelf', port: 8080 }
const plain = { mirrors: [], responseHeaders: [] }

function changed(...mutations: Mutation[]): Outcome {
  return sent([], [{ destination: oven, share: 1, mutations, allowed: true }])
}

const set = (name: string, value: string): Mutation => ({ kind: 'set-header', name, value })
const path = (value: string): Mutation => ({ kind: 'replace-path', value })
const host = (value: string): Mutation => ({ kind: 'authority', value })

describe('the form of what is sent', () => {
  test.each<[string, Mutation[], Mutation[]]>([
    ['headers of two names', [set('a', '1'), set('b', '2')], [set('b', '2'), set('a', '1')]],
    ['a header and the path', [set('a', '1'), path('/x')], [path('/x'), set('a', '1')]],
    ['the authority and the path', [host('h'), path('/x')], [path('/x'), host('h')]],
    ['the authority and a header', [host('h'), set('z', '1')], [set('z', '1'), host('h')]],
  ])('does not tell the order of %s', (_, one, other) => {
    expect(changed(...one)).toEqual(changed(...other))
    expect(verdictOf(changed(...one), changed(...other))).toBe('equal')
  })

  test.each<[string, Mutation[], Mutation[]]>([
    ['one header, whatever its case', [set('a', '1'), set('A', '2')], [set('A', '2'), set('a', '1')]],
    ['two rewrites of the path', [path('/x'), path('/y')], [path('/y'), path('/x')]],
    ['two authorities', [host('g'), host('h')], [host('h'), host('g')]],
  ])('tells the order of %s', (_, one, other) => {
    expect(verdictOf(changed(...one), changed(...other))).toBe('rerouted')
  })

  test('adds shares up without what floating point leaves', () => {
    const thirds = [0.1, 0.2].map((share) => ({ destination: oven, share, mutations: [], allowed: true }))
    expect(sent([], thirds)).toMatchObject({ arrivals: [{ share: 0.3 }] })
  })

  test.each([{ mirrors: [{ destination: recipientName(shelf), percent: 5 }] }, { responseHeaders: [set('a', '1')] }, { timeoutMs: 5 }])(
    'keeps settings that say something: %j',
    (setting) => {
      const outcome = sent([plain, { ...plain, ...setting } as never], [])
      expect(outcome).toMatchObject({ settings: [{ ...plain, ...setting }] })
    },
  )
})

describe('the name of an outcome', () => {
  test('is its value', () => {
    expect(outcomeName(deniedOutcome)).toBe('{"kind":"denied"}')
    expect(outcomeName(changed(path('/x')))).toContain('/x')
  })

  test('leaves out the numbers of diagrams', () => {
    const doubt: Outcome = { kind: 'unknown', needs: 'the table', among: [7 as never] }
    expect(outcomeName(doubt)).toBe('unknown the table ')
    expect(outcomeName({ ...doubt, about: 'age' })).toBe('unknown the table age')
    expect(outcomeName(beside(doubt, shelf, false))).toBe(`unknown the table  [[],["${recipientName(shelf)}"]]`)
    expect(outcomeName(beside(beside(deniedOutcome, shelf, true), oven, true))).toBe(
      `{"kind":"denied"} [["${recipientName(shelf)}","${recipientName(oven)}"],[]]`,
    )
  })
})

describe('the key of an outcome', () => {
  const page: Outcome = { kind: 'answered', answer: { kind: 'response', status: 404, unrouted: true } }
  const asked: Outcome[] = [{ kind: 'yes' }, { kind: 'no' }]
  const doubt: Outcome = { kind: 'unknown', needs: 'the table' }

  test('is another one for each outcome, also for what becomes of the request at other addresses', () => {
    const sentOn = changed()
    const all = [...asked, deniedOutcome, unreachableOutcome, unsentOutcome, doubt, page, sentOn, changed(path('/x'))]
    const more = [
      beside(sentOn, shelf, true),
      beside(sentOn, shelf, false),
      withKnownAddress(sentOn, page),
      withKnownAddress(sentOn, deniedOutcome),
      withOwn(sentOn, page),
      withOwn(sentOn, deniedOutcome),
    ]
    expect(new Set([...all, ...more].map(outcomeKey)).size).toBe(all.length + more.length)
    // Leaves of decision diagrams with equal keys are one leaf, whichever objects hold their outcomes.
    expect(outcomeKey(withOwn(sentOn, page))).toBe(outcomeKey(withOwn(changed(), { ...page })))
  })
})

describe('a doubt about an address by which a sidecar knows the destination', () => {
  const doubt = (needs: string): Outcome => ({ kind: 'unknown', needs })

  test.each<[string, Outcome, string | undefined]>([
    ['is none without such an address', changed(), undefined],
    ['is none where each is decided', withOwn(withKnownAddress(changed(), deniedOutcome), deniedOutcome), undefined],
    ['is what settles the first', withKnownAddress(withKnownAddress(changed(), deniedOutcome), doubt('the Namespace')), 'the Namespace'],
    ['may be about the own address of the pods', withOwn(changed(), doubt('the oldest table')), 'the oldest table'],
    ['counts a name before it', withOwn(withKnownAddress(changed(), doubt('the Namespace')), doubt('the oldest table')), 'the Namespace'],
    ['does not matter where nothing is sent', withOwn(deniedOutcome, doubt('the oldest table')), undefined],
  ])('%s', (_, outcome, needs) => {
    expect(nameInDoubt(outcome)).toBe(needs)
  })
})

describe('what proxies write', () => {
  const written = (...names: string[]): Outcome =>
    names.reduce((outcome, name) => withWritten(outcome, { name, needs: `what ${name} has` }), changed())

  test('is told of every arrival, in one order', () => {
    expect(outcomeName(written('b', 'a'))).toBe(outcomeName(written('a', 'b')))
    expect(written('a')).toMatchObject({ arrivals: [{ written: { a: 'what a has' } }] })
    expect(withWritten(deniedOutcome, { name: 'a', needs: 'x' })).toBe(deniedOutcome)
  })

  test('is apart where one side alone has it', () => {
    expect(writtenApart(written('a', 'c'), written('a', 'b'))).toEqual(['what b has', 'what c has'])
    expect(writtenApart(written('c', 'a'), changed())).toEqual(['what a has', 'what c has'])
    expect(writtenApart(beside(written('a'), shelf, true), written('a'))).toEqual([])
    expect(writtenApart(deniedOutcome, deniedOutcome)).toEqual([])
  })
})
