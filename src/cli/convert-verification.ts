import { comparisonJson } from '../report/verify-json.ts'
import { type FailurePolicy, fails, headline } from '../report/verify-report.ts'
import { comparisonText } from '../report/verify-text.ts'
import type { Translation } from '../translation.ts'
import type { Comparison } from '../verify/comparison.ts'
import { verifyTranslation } from '../verify/verify.ts'
import type { Terminal } from './terminal.ts'
import type { Accept } from './verification-files.ts'

const policy: FailurePolicy = { failOn: 'wider', unannouncedFail: true }

/** What convert found when it compared its own output with the input. */
export interface OwnVerification {
  /** True when something becomes wider that nobody accepted: such an output is not written. */
  readonly wider: boolean
  /** True when that is so, or when something else differs that no finding announced. */
  readonly fails: boolean
  /** The part of the JSON report about it. */
  readonly json: Record<string, unknown>
  tell(terminal: Terminal, quiet: boolean): void
}

export function verifyOwn(translation: Translation, accept: Accept): OwnVerification {
  const { comparison } = accept(verifyTranslation(translation))
  const failing = comparison.differences.filter((difference) => fails(difference, policy))
  return {
    wider: failing.some(({ verdict }) => verdict === 'wider'),
    fails: failing.length > 0,
    json: { verified: true, ...comparisonJson(comparison, policy) },
    tell: (terminal, quiet) => tell(comparison, failing, terminal, quiet),
  }
}

/** Findings already tell what was announced; here come the differences that nobody announced, and the count of all. */
function tell(comparison: Comparison, differences: Comparison['differences'], terminal: Terminal, quiet: boolean): void {
  const paint = terminal.colors
  terminal.note(comparisonText({ ...comparison, differences }, { detail: 'brief', paint }))
  if (!quiet || differences.length > 0) terminal.note(`verified: ${headline(comparison)}\n`)
  if (!quiet) terminal.note(`assumptions:\n${comparison.assumptions.map((text) => `  ${text}\n`).join('')}`)
}

/** In place of a verification that the user did not want. */
export const unverified: OwnVerification = {
  wider: false,
  fails: false,
  json: { verified: false, reason: '--no-verify' },
  tell: (terminal) => terminal.note('not verified: --no-verify\n'),
}
