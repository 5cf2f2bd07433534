import { oneLine } from '../../diagnostics/printable.ts'
import { gravestFirst, isBelowWorkingFolder, type Level, type Result, withOrdinals } from './result.ts'

/** The severities of GitLab: info, minor, major, critical, blocker (docs.gitlab.com, "Code Quality report format"). */
const severities: Readonly<Record<Level, string>> = { error: 'critical', warning: 'major', note: 'info' }

/**
 * A code-quality report of GitLab, which shows in the merge request what the change adds. Each entry needs a path and a line: what has none in
 * the repository stands where another one does.
 */
export function codeQuality(results: readonly Result[]): unknown[] {
  const sorted = withOrdinals(gravestFirst(results))
  const fallback = sorted.map(({ span }) => span).find((span) => span !== undefined && isBelowWorkingFolder(span))
  return sorted.map(({ rule, level, title, hint, span, fingerprint }) => {
    const placed = span !== undefined && isBelowWorkingFolder(span)
    const where = span === undefined || placed ? '' : `${span.file}:${span.line}: `
    return {
      description: oneLine(`${where}${title}${hint === '' ? '' : `. ${hint}`}`),
      check_name: rule,
      fingerprint,
      severity: severities[level],
      location: { path: placed ? span.file : (fallback?.file ?? '.'), lines: { begin: placed ? span.line : 1 } },
    }
  })
}
