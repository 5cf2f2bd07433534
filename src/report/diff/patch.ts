import type { DiffReport } from './report.ts'
import { belowRoot, gitPatch } from './unified-diff.ts'

/** The unified diff of each file that changes, and nothing else: what `git apply` takes. */
export function diffPatch(report: DiffReport): string {
  const files = report.of === 'translation' ? report.translated.translation.output.files : report.files
  return gitPatch(belowRoot(files).files)
}
