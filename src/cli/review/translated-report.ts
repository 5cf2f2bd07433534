import { sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import type { Baseline } from '../../report/baseline/baseline.ts'
import type { TranslationReport } from '../../report/translation/report.ts'
import type { TranslationRun } from '../translation/translation-run.ts'
import type { OwnVerification } from '../verify/convert-verification.ts'

/** What formats print of a translation and of what comparing it with its input found. */
export function translatedReport(result: TranslationRun, verification: OwnVerification, baseline?: Baseline): TranslationReport {
  return {
    translation: result.translation,
    applied: { deletions: result.deletions },
    builds: result.builds,
    diagnostics: sortDiagnostics([...result.diagnostics, ...verification.diagnostics]),
    ...(result.suppressed === undefined ? {} : { suppressed: result.suppressed }),
    verification: verification.json,
    ...(verification.compared === undefined ? {} : { compared: verification.compared }),
    ...(baseline === undefined ? {} : { baseline }),
    refused: verification.refusal !== undefined,
  }
}
