import { oneLine } from '../../diagnostics/printable.ts'

/** Rows as RFC 4180 has them: lines end with CRLF, and a cell with a comma, a quote or a line break is quoted. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/**
 * A text that a spreadsheet would run as a formula has an apostrophe before it (OWASP, "CSV Injection"), whatever brought it: names of owners begin
 * with `@`. Numbers are numbers.
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = oneLine(value)
  const safe = /^[\s'"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
