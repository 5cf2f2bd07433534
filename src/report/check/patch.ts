import { belowRoot, gitPatch } from '../diff/unified-diff.ts'
import type { CheckReport } from './report.ts'

/** What makes the folder what `convert` would write: what `git apply` takes. */
export function checkPatch({ files }: CheckReport): string {
  return gitPatch(belowRoot(files).files)
}
