import type { OutputFile } from '../../manifest/output-tree.ts'
import { reviewOnly } from '../review/only.ts'
import { changeReview, type Review, translationReview } from '../review/review.ts'
import type { TranslationReport } from '../translation/report.ts'
import type { VerifyReport } from '../verify/report.ts'

/** How much of a review is printed. */
export interface Shown {
  readonly brief: boolean
  /** True where changes are shown by path in place of the text diff. */
  readonly structural?: boolean
  /** Kinds and namespaces that it is cut down to; all of it where there are none. */
  readonly only?: readonly string[]
  /** The namespace of objects that name none, where it is not `default`. */
  readonly namespace?: string | undefined
  /** True where another program shows the text diff. */
  readonly patchElsewhere?: boolean
}

/** What `diff` shows: what a translation changes, or a change of manifests that is there already, with the files on both sides. */
export type DiffReport = Shown &
  (
    | { readonly of: 'translation'; readonly translated: TranslationReport }
    | { readonly of: 'change'; readonly verified: VerifyReport; readonly files: readonly OutputFile[] }
  )

export function reviewOf(report: DiffReport): Review {
  const whole = report.of === 'translation' ? translationReview(report.translated) : changeReview(report.verified, report.files)
  const { only = [], namespace } = report
  return only.length === 0 ? whole : reviewOnly(whole, only, namespace)
}
