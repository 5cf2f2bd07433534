import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { UnreadInput, UnreadReason } from '../../../src/model/unread.ts'
import {
  differenceVerdictOrder,
  firstOf,
  goesWrong,
  headline,
  isAccess,
  isComplete,
  isSilenced,
  lacksInput,
  notRead,
  opensOrCloses,
  toldOneByOne,
} from '../../../src/report/verify/report.ts'
import type { Difference } from '../../../src/verify/comparison.ts'
import { announced, comparisonOf, narrower, rerouted, undetermined, wider } from './comparison-fixture.ts'

const span = { file: 'mesh.yaml', line: 2, col: 1, endLine: 2, endCol: 5 }
const unread = (why: UnreadReason, what: string, more: Partial<UnreadInput> = {}): UnreadInput =>
  ({ why, what, reach: {}, ...more }) as unknown as UnreadInput
const finding = (stage: string, severity: string, message = 'x', more: Partial<Diagnostic> = {}) =>
  ({ stage, severity, message, ...more }) as unknown as Diagnostic
const report = (missing: readonly UnreadInput[], diagnostics: readonly Diagnostic[] = [], unreadReviewed = false) => ({
  comparison: { ...comparisonOf(), unread: missing, unreadReviewed },
  diagnostics,
})

const broken = finding('reading', 'error', 'there is no file `x`')
const harmless = [finding('reading', 'warning'), finding('translating', 'error')]

describe('a comparison is no answer about all of the input', () => {
  test('where something of it was not read', () => {
    for (const incomplete of [report([unread('file', 'a')]), report([], [...harmless, broken])]) {
      expect(isComplete(incomplete)).toBe(false)
      expect(lacksInput(incomplete)).toBe(true)
    }
    expect(isComplete(report([], harmless))).toBe(true)
    expect(lacksInput(report([], harmless))).toBe(false)
  })

  test('which the user may have reviewed', () => {
    expect(lacksInput(report([unread('file', 'a')], [], true))).toBe(false)
    expect(isComplete(report([unread('file', 'a')], [], true))).toBe(false)
  })

  test('and what was not read is named with its reason and its place', () => {
    expect(notRead(report([unread('syntax', 'a document', { span }), unread('template', 'b')], [broken]))).toEqual([
      { message: 'a document does not parse', span },
      { message: 'b is a template' },
    ])
  })

  test('or, where that is a path without text, by the finding about it', () => {
    expect(notRead(report([], [...harmless, broken, finding('reading', 'error', 'y', { span })]))).toEqual([
      { message: 'there is no file `x`' },
      { message: 'y', span },
    ])
    expect(notRead(report([], harmless))).toEqual([])
  })

  test('and the headline counts files and documents', () => {
    const line = (missing: readonly UnreadInput[], reviewed = false) =>
      headline(report(missing, [], reviewed).comparison).replace(/^.* parts equal/, '')
    const [file, document] = [unread('file', 'a'), unread('template', 'b')]
    expect(line([])).toBe('')
    expect(line([file])).toBe('; incomplete: 1 file was not read')
    expect(line([document])).toBe('; incomplete: 1 document was not read')
    expect(line([file, document, document, file])).toBe('; incomplete: 2 documents and 2 files were not read')
    expect(line([document], true)).toBe('; incomplete: 1 document was not read (--assume unread-reviewed)')
  })
})

describe('differences', () => {
  const identified: Difference = { ...undetermined, verdict: 'identified' }
  const policy = { failOn: 'wider', unannouncedFail: true } as const
  const silenced = [{ acceptedBy: { reason: 'known', expires: '2999-12-31' } }, { assumedAway: 'nobody' }]

  test('of access are those that open or close something', () => {
    expect([wider, narrower, rerouted, undetermined, identified].map(isAccess)).toEqual([true, true, false, false, false])
  })

  test('are silenced by the user in two ways', () => {
    expect([{}, ...silenced].map(isSilenced)).toEqual([false, true, true])
  })

  test('make a rollout state fail where they open or close something unannounced', () => {
    expect(goesWrong(comparisonOf(rerouted, narrower))).toBe(true)
    expect(goesWrong(comparisonOf(announced, wider))).toBe(true)
    expect(goesWrong(comparisonOf())).toBe(false)
    expect(goesWrong(comparisonOf(rerouted, undetermined, announced))).toBe(false)
    for (const known of silenced) expect(goesWrong(comparisonOf({ ...wider, ...known }))).toBe(false)
  })

  test('open or close something for the time being, announced or not', () => {
    const state = (differences: Difference[], interim: Difference[] = []) =>
      opensOrCloses({ k: 1, namespaces: [], comparison: comparisonOf(...differences), interim })
    expect(state([rerouted, announced])).toBe(true)
    expect(state([], [narrower])).toBe(true)
    expect(state([rerouted])).toBe(false)
    for (const known of silenced) expect(state([{ ...wider, ...known }])).toBe(false)
  })

  test('of identity alone stand among the assumptions, unless they fail', () => {
    expect(toldOneByOne({ comparison: comparisonOf(wider, identified), policy })).toEqual([wider])
    expect(toldOneByOne({ comparison: comparisonOf(identified), policy: { ...policy, failOn: 'identified' } })).toEqual([identified])
  })

  test('are told from the gravest to the lightest', () => {
    expect(differenceVerdictOrder).toEqual(['wider', 'narrower', 'rerouted', 'undetermined', 'identified'])
  })

  test('that are accepted and ruled out count as accepted', () => {
    expect(headline(comparisonOf({ ...wider, ...silenced[0], ...silenced[1] }))).toMatch(/^1 wider \(1 accepted\), /)
    expect(headline(comparisonOf({ ...wider, ...silenced[0] }, { ...wider, ...silenced[1] }))).toMatch(
      /^2 wider \(1 accepted, 1 ruled out\), /,
    )
    const { parts, ...rest } = comparisonOf()
    expect(headline({ ...rest, parts: { ...parts, identified: 2 } })).toContain('418 of 420 parts equal, 2 but for the identity of clients')
  })
})

test('the first of some names, and how many more', () => {
  expect([[], ['a'], ['a', 'b', 'c']].map(firstOf)).toEqual(['', 'a', 'a and 2 more'])
})
