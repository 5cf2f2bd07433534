import { describe, expect, test } from 'vitest'
import { fails, headline, reportFails, type VerifyReport } from '../../../src/report/verify/report.ts'
import { announced, comparisonOf, narrower, rerouted, undetermined, wider } from './comparison-fixture.ts'

const accepted = { acceptedBy: { reason: 'agreed', expires: '2030-01-01' } }

test('the headline counts differences by verdict, what is known about them, and the equal parts', () => {
  expect(headline(comparisonOf(wider, narrower, announced, undetermined))).toBe(
    '1 wider, 2 narrower (1 announced), 0 rerouted, 1 undetermined; 418 of 423 parts equal',
  )
  expect(headline(comparisonOf({ ...wider, ...accepted }, { ...narrower, assumedAway: 'nobody' }))).toContain(
    '1 wider (1 accepted), 1 narrower (1 ruled out)',
  )
})

describe('what fails', () => {
  const failing = (failOn: 'wider' | 'narrower' | 'undetermined', unannouncedFail: boolean, undeterminedFails = false) =>
    [wider, narrower, announced, rerouted, undetermined].map((difference) =>
      fails(difference, { failOn, unannouncedFail, undeterminedFails }),
    )

  test('after a translation: wider, and what nobody announced', () => {
    expect(failing('wider', true)).toEqual([true, true, false, true, false])
  })

  test('where no emitter announces anything: down to --fail-on only', () => {
    expect(failing('wider', false)).toEqual([true, false, false, false, false])
  })

  test('each verdict down to --fail-on, announced or not', () => {
    expect(failing('narrower', false)).toEqual([true, true, true, false, false])
    expect(failing('undetermined', false)).toEqual([true, true, true, true, true])
  })

  test('what is undetermined, when it is asked to', () => {
    expect(failing('wider', true, true)).toEqual([true, true, false, true, true])
    expect(failing('wider', false, true)).toEqual([true, false, false, false, true])
    expect(fails({ ...undetermined, ...accepted }, { failOn: 'wider', unannouncedFail: true, undeterminedFails: true })).toBe(false)
  })

  test('nothing that was accepted or ruled out', () => {
    const policy = { failOn: 'undetermined', unannouncedFail: true } as const
    expect(fails({ ...wider, ...accepted }, policy)).toBe(false)
    expect(fails({ ...wider, assumedAway: 'no pods without a proxy' }, policy)).toBe(false)
  })

  test('a report whose rollout state fails, or one of whose expectations does', () => {
    const clean: VerifyReport = {
      comparison: comparisonOf(announced),
      expectations: [],
      policy: { failOn: 'wider', unannouncedFail: true },
      diagnostics: [],
    }
    expect(reportFails(clean)).toBe(false)
    expect(reportFails({ ...clean, states: [{ k: 1, namespaces: ['shop'], comparison: comparisonOf(wider), interim: [] }] })).toBe(true)
    const place = { file: 'expect.yaml', line: 2, col: 3, endLine: 2, endCol: 4 }
    const expectation = { name: 'x', place, side: 'after', expected: 'denied', got: 'allowed', passed: false } as const
    expect(reportFails({ ...clean, expectations: [expectation] })).toBe(true)
  })
})
