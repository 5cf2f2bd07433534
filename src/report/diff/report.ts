import type { OutputFile } from '../../manifest/output-tree.ts'
import { changeReview, type Review, translationReview } from '../review/review.ts'
import type { TranslationReport } from '../translation/report.ts'
import type { VerifyReport } from '../verify/report.ts'

/** What `diff` shows: what a translation changes, or a change of manifests that is there already, with the files on both sides. */
export type DiffReport = { readonly brief: boolean } & (
  | { readonly of: 'translation'; readonly translated: TranslationReport }
  | { readonly of: 'change'; readonly verified: VerifyReport; readonly files: readonly OutputFile[] }
)

export function reviewOf(report: DiffReport): Review {
  return report.of === 'translation' ? translationReview(report.translated) : changeReview(report.verified, report.files)
}
