import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Accept, acceptListOf, expectationsOf } from '../../src/cli/input/verification-files.ts'
import { otherSide } from '../../src/cli/options/comparison.ts'
import { emitOptionsOf } from '../../src/cli/options/target.ts'
import { failurePolicy } from '../../src/cli/options/verify.ts'
import { UsageError } from '../../src/cli/process/errors.ts'
import type { Terminal } from '../../src/cli/process/terminal.ts'
import { lackingRefusal } from '../../src/cli/translation/lacking-input.ts'
import { exitCodeFor, type TranslationRun } from '../../src/cli/translation/translation-run.ts'
import { openDifference, unverified, verifyOwn } from '../../src/cli/verify/convert-verification.ts'
import type { Diagnostic, Severity } from '../../src/diagnostics/diagnostic.ts'
import { plain } from '../../src/report/paint.ts'
import { differenceId } from '../../src/verify/lists/accept-list.ts'
import { announced, comparisonOf, narrower, rerouted, undetermined, wider } from '../report/verify/comparison-fixture.ts'
import { workIn } from './run-cli.ts'

const nothingAccepted: Accept = (comparison) => ({ comparison, diagnostics: [] })
const allAccepted: Accept = (comparison) => ({
  comparison: {
    ...comparison,
    differences: comparison.differences.map((difference) => ({ ...difference, acceptedBy: { reason: 'known', expires: '2999-12-31' } })),
  },
  diagnostics: [],
})

/** A terminal that keeps what is written to it. */
function listening(): { readonly terminal: Terminal; readonly said: () => string } {
  const notes: string[] = []
  const terminal = { note: (text: string) => void notes.push(text), colors: plain, pageColors: plain } as unknown as Terminal
  return { terminal, said: () => notes.join('') }
}

function runWith(parts: Partial<TranslationRun>): TranslationRun {
  return { diagnostics: [], inputErrors: [], broken: [], lacking: [], ...parts } as unknown as TranslationRun
}

describe('the exit code of a translation', () => {
  const finding = (severity: Severity, stage = 'translating') => ({ severity, stage }) as unknown as Diagnostic
  const codes = (parts: Partial<TranslationRun>) =>
    (['error', 'warning', 'info', undefined] as const).map((failOn) => exitCodeFor(runWith(parts), failOn))

  test('is 0 without findings, and where none was to make it fail', () => {
    expect(codes({})).toEqual([0, 0, 0, 0])
    expect(codes({ diagnostics: [finding('info'), finding('warning'), finding('error')] })).toEqual([1, 1, 1, 0])
  })

  test('is 1 from the severity of --fail-on upwards', () => {
    expect(codes({ diagnostics: [finding('info')] })).toEqual([0, 0, 1, 0])
    expect(codes({ diagnostics: [finding('info'), finding('warning')] })).toEqual([0, 1, 1, 0])
    expect(codes({ diagnostics: [finding('error')] })).toEqual([1, 1, 1, 0])
  })

  test('is 2 for an input that could not be read, whatever was to make it fail', () => {
    expect(codes({ inputErrors: [finding('error')] })).toEqual([2, 2, 2, 2])
    expect(codes({ inputErrors: [finding('error')], diagnostics: [finding('error')] })).toEqual([2, 2, 2, 2])
  })

  test('is 3 for an internal error before anything else', () => {
    expect(codes({ diagnostics: [finding('info'), finding('error', 'internal')] })).toEqual([3, 3, 3, 3])
    expect(codes({ inputErrors: [finding('error')], diagnostics: [finding('error', 'internal')] })).toEqual([3, 3, 3, 3])
  })
})

describe('what convert and diff do with their own output', () => {
  const own = (parts: Partial<TranslationRun>, accept = nothingAccepted) => {
    const { refusal, fails, json } = verifyOwn(runWith({ builtComparison: comparisonOf(), ...parts }), accept)
    return { refusal, fails, verified: json.verified }
  }

  test('is refused with one wider difference among others, as long as nobody accepted it', () => {
    const builtComparison = comparisonOf(announced, narrower, wider)
    expect(own({ builtComparison })).toMatchObject({ refusal: expect.stringContaining('would be allowed'), fails: true, verified: true })
    expect(own({ builtComparison }, allAccepted)).toEqual({ refusal: undefined, fails: false, verified: true })
  })

  test('is written and fails where a finding should have announced what differs', () => {
    for (const difference of [narrower, rerouted])
      expect(own({ builtComparison: comparisonOf(announced, difference) })).toEqual({ refusal: undefined, fails: true, verified: true })
  })

  test('is written where findings announced all that differs, or nothing does', () => {
    for (const builtComparison of [comparisonOf(), comparisonOf(announced, undetermined)])
      expect(own({ builtComparison })).toEqual({ refusal: undefined, fails: false, verified: true })
  })

  test('is refused where kustomizations cannot be built any more, and names them', () => {
    expect(own({ broken: ['a', 'b'] }).refusal).toBe('`a`, `b` could not be built any more')
    expect(own({ broken: ['a'], builtComparison: comparisonOf(wider) }).refusal).toContain('would be allowed')
  })

  test('says the counts and the assumptions, and to a quiet user what fails', () => {
    const say = (difference: typeof wider, quiet: boolean) => {
      const { terminal, said } = listening()
      const comparison = { ...comparisonOf(difference), assumptions: ['the clock is right'] }
      verifyOwn(runWith({ builtComparison: comparison }), nothingAccepted).tell(terminal, quiet)
      return said()
    }
    expect(say(announced, false)).toMatch(/^verified: 0 wider, 1 narrower \(1 announced\).*\nassumptions:\n {2}the clock is right\n$/)
    expect(say(announced, true)).toBe('')
    expect(say(undetermined, false)).toMatch(/^verified: .*\nundetermined:\n {2}\S.*, from .*, needs .*\nassumptions:/)
    expect(say(undetermined, true)).toBe('')
    expect(say(wider, false)).toMatch(/^\nWIDER [\s\S]*\nverified: 1 wider[\s\S]*assumptions:/)
    expect(say(wider, true)).toMatch(/^\nWIDER [\s\S]*\nverified: 1 wider/)
    expect(say(wider, true)).not.toContain('assumptions')
  })

  test('keeps builds from being applied with one difference that is neither accepted nor announced', () => {
    expect(openDifference(nothingAccepted)(comparisonOf(narrower, wider))).toBe('wider')
    expect(openDifference(nothingAccepted)(comparisonOf(narrower, rerouted, undetermined))).toBe('unannounced')
    expect(openDifference(nothingAccepted)(comparisonOf(undetermined))).toBeUndefined()
    expect(openDifference(nothingAccepted)(comparisonOf())).toBeUndefined()
    expect(openDifference(allAccepted)(comparisonOf(wider))).toBeUndefined()
  })

  test('is called unverified where nobody looked', () => {
    const { terminal, said } = listening()
    unverified.tell(terminal, true)
    const { refusal, fails, json } = unverified
    expect([refusal, fails, json, said()]).toEqual([
      undefined,
      false,
      { verified: false, reason: '--no-verify' },
      'not verified: --no-verify\n',
    ])
  })
})

test('an output that stands for the whole input is refused where files are missing from it, unless the user vouches for them', () => {
  const lacking = (paths: readonly string[], ...assume: readonly string[]) =>
    lackingRefusal(runWith({ lacking: paths, translation: { options: { assume } } as never }))
  expect(lacking([])).toBeUndefined()
  expect(lacking(['a.yaml', 'b'])).toMatch(/^`a.yaml`, `b` could not be read/)
  expect(lacking(['a.yaml'], 'routes-lost')).toBeDefined()
  expect(lacking(['a.yaml'], 'unread-reviewed')).toBeUndefined()
})

describe('what makes verify fail', () => {
  const base = { states: false, 'fail-on-undetermined': false }

  test('by default: what opens, and with an emitter what it should have announced; between two sets of manifests what is rerouted too', () => {
    expect(failurePolicy(base, true)).toEqual({ failOn: 'wider', unannouncedFail: true, undeterminedFails: false })
    expect(failurePolicy(base, false)).toEqual({ failOn: 'rerouted', unannouncedFail: false, undeterminedFails: false })
  })

  test('what was asked for, on both', () => {
    for (const translated of [true, false])
      expect(failurePolicy({ ...base, 'fail-on': 'narrower', 'fail-on-undetermined': true }, translated)).toEqual({
        failOn: 'narrower',
        unannouncedFail: translated,
        undeterminedFails: true,
      })
  })
})

describe('arguments', () => {
  test('the other side is one of two', () => {
    expect(otherSide({})).toBeUndefined()
    expect(otherSide({ to: 'ambient' })).toEqual({ to: 'ambient' })
    expect(otherSide({ against: ['head'] })).toEqual({ against: ['head'] })
    expect(() => otherSide({ to: 'ambient', against: ['head'] })).toThrow('--to and --against exclude each other')
    expect(() => otherSide({ against: [] })).toThrow('--against needs a file or a directory')
  })

  test('assumptions count once and in one order, so that output does not depend on how they were typed', () => {
    const { assume } = emitOptionsOf({
      ...{ 'istio-version': '1.30', 'gateway-api-version': '1.4', 'gateway-api-channel': 'standard', 'cilium-version': '1.18' },
      ...{ waypoints: 'namespace', routes: 'auto', assume: ['unread-reviewed', 'newest-known', 'unread-reviewed'] },
    })
    expect(assume).toEqual(['newest-known', 'unread-reviewed'])
  })
})

describe('lists of the user', () => {
  const accept = (id: string, expires: string) => `accept:\n- witness: ${id}\n  reason: known\n  expires: ${expires}\n`
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

  test('what is accepted until a day that has not passed is accepted, and no longer', async () => {
    workIn()
    const { terminal } = listening()
    for (const [offset, silenced] of [
      [2, true],
      [-2, false],
    ] as const) {
      writeFileSync('accept.yaml', accept(differenceId(wider), day(offset)))
      const { comparison } = (await acceptListOf('accept.yaml', terminal))(comparisonOf(wider))
      expect(comparison.differences.map(({ acceptedBy }) => acceptedBy !== undefined)).toEqual([silenced])
    }
  })

  test('without a list nothing is accepted or expected', async () => {
    const { terminal } = listening()
    expect((await acceptListOf(undefined, terminal))(comparisonOf(wider)).comparison).toEqual(comparisonOf(wider))
    expect(await expectationsOf(undefined, terminal)).toEqual([])
  })

  test('a list with one entry that is not valid is not used in part', async () => {
    workIn()
    writeFileSync('accept.yaml', `${accept(differenceId(wider), day(2))}- {witness: x, expires: ${day(2)}}\n`)
    writeFileSync('expect.yaml', 'requests:\n- {name: a, from: shop/web, to: {pod: shop/cart}}\n')
    for (const [file, read] of [
      ['accept.yaml', acceptListOf],
      ['expect.yaml', expectationsOf],
    ] as const) {
      const { terminal, said } = listening()
      await expect(read(file, terminal)).rejects.toThrow(new UsageError(`--${file.replace('.yaml', '')} ${file} is not valid`))
      expect(said()).toContain('US4002')
    }
  })

  test('a list that is not there is wrong usage', async () => {
    workIn()
    const { terminal } = listening()
    await expect(acceptListOf('none.yaml', terminal)).rejects.toThrow('--accept none.yaml cannot be read: there is no such file')
    await expect(expectationsOf('.', terminal)).rejects.toThrow('--expect . cannot be read: EISDIR')
  })

  test('expectations are those of the file', async () => {
    workIn()
    writeFileSync('expect.yaml', 'requests:\n- {name: a, from: shop/web, to: {pod: shop/cart}, expect: denied}\n')
    expect((await expectationsOf('expect.yaml', listening().terminal)).map(({ name }) => name)).toEqual(['a'])
  })
})
