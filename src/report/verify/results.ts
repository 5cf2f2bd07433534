import { digest } from '../../verify/lists/digest.ts'
import { inChangedDocuments } from '../results/changed-documents.ts'
import { differenceResults } from '../results/differences.ts'
import { findingResults } from '../results/findings.ts'
import type { Result } from '../results/result.ts'
import { lacksInput, notRead, type VerifyReport } from './report.ts'

/** What of a verification annotates a change: differences, expectations that do not hold, and what was not read. */
export function verifyResults(report: VerifyReport): Result[] {
  const { comparison, states = [], expectations, policy, reviewed, diagnostics, sets, target } = report
  const isChanged = sets === undefined || target !== undefined ? undefined : inChangedDocuments(sets.before, sets.after)
  const differences = [comparison, ...states.map((state) => state.comparison)].flatMap((one) => one.differences)
  const own = new Map(differenceResults(differences, policy, reviewed, 'told', isChanged).map((result) => [result.fingerprint, result]))
  return [
    ...own.values(),
    ...expectations
      .filter(({ passed }) => !passed)
      .map(
        ({ name, side, expected, got, place }): Result => ({
          rule: 'expectation',
          level: 'error',
          title: `${name} (${side}): expected ${expected}, got ${got}`,
          details: '',
          hint: '',
          span: place,
          related: [],
          fingerprint: digest(`expectation ${side} ${name}`),
        }),
      ),
    ...notRead(report).map(
      ({ message, span }): Result => ({
        rule: 'unread',
        level: lacksInput(report) ? 'error' : 'note',
        title: `not read: ${message}`,
        details: '',
        hint: '',
        ...(span === undefined ? {} : { span }),
        related: [],
        fingerprint: digest(`unread ${span?.file ?? ''} ${message}`),
      }),
    ),
    ...findingResults(diagnostics.filter(({ stage }) => stage === 'verification' || stage === 'internal')),
  ]
}
