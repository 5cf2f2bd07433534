import { newFindings } from '../baseline/baseline.ts'
import { differenceResults } from '../results/differences.ts'
import { findingResults } from '../results/findings.ts'
import type { Result } from '../results/result.ts'
import type { TranslationReport } from './report.ts'

/** What of a translation annotates its source: the findings, and the differences that no finding announces. */
export function translationResults({ translation, diagnostics, compared, baseline }: TranslationReport): Result[] {
  const differences =
    compared === undefined
      ? []
      : differenceResults(compared.comparison.differences, compared.policy, { side: 'before', mesh: translation.mesh }, 'left out')
  return [...findingResults(newFindings(diagnostics, baseline)), ...differences]
}
