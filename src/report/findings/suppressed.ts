import type { SuppressedFinding } from '../../verify/lists/suppressions.ts'
import { textLines } from '../escape/lines.ts'
import { type DiagnosticJson, diagnosticJson } from './json.ts'

/** Findings that a file of the user hides: they are counted, and what they are about stays as it is. */
export interface Suppressed {
  /** The file that suppresses them. */
  readonly file: string
  readonly findings: readonly SuppressedFinding[]
}

/** `3 suppressed by unsidecar.yaml`; empty where nothing is. */
export function suppressedCount(suppressed: Suppressed | undefined): string {
  if (suppressed === undefined || suppressed.findings.length === 0) return ''
  return `${suppressed.findings.length} suppressed by ${suppressed.file}`
}

/** The same at the end of a headline. */
export function suppressedClause(suppressed: Suppressed | undefined): string {
  const count = suppressedCount(suppressed)
  return count === '' ? '' : `; ${count}`
}

/** The same as a line below the other counts. */
export function suppressedText(suppressed: Suppressed | undefined): string {
  const count = suppressedCount(suppressed)
  return count === '' ? '' : textLines([`  ${count}`])
}

/** What programs get of it, beside the findings that are shown. */
export function suppressedJson(suppressed: Suppressed | undefined): {
  readonly suppressed?: readonly (DiagnosticJson & { readonly reason: string; readonly expires: string; readonly by?: string })[]
} {
  if (suppressed === undefined || suppressed.findings.length === 0) return {}
  return {
    suppressed: suppressed.findings.map(({ diagnostic, by: { reason, expires, by } }) => ({
      ...diagnosticJson(diagnostic),
      reason,
      expires,
      ...(by === undefined ? {} : { by }),
    })),
  }
}
