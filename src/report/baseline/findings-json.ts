import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { type DiagnosticJson, diagnosticJson } from '../findings/json.ts'
import { type Baseline, newFindings } from './baseline.ts'

/** All findings, those that the baseline has with a mark: the report can be the next baseline. */
export function findingsJson(diagnostics: readonly Diagnostic[], baseline: Baseline | undefined): DiagnosticJson[] {
  const fresh = new Set(newFindings(diagnostics, baseline))
  return diagnostics.map((diagnostic) => ({
    ...diagnosticJson(diagnostic),
    ...(fresh.has(diagnostic) ? {} : { inBaseline: true as const }),
  }))
}
