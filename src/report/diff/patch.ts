import type { TranslationReport } from '../translation/report.ts'
import { belowRoot, gitPatch } from './unified-diff.ts'

/** The unified diff of each file that changes, and nothing else: what `git apply` takes. */
export function diffPatch({ translation }: TranslationReport): string {
  return gitPatch(belowRoot(translation.output.files).files)
}
