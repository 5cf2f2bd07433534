import { oneLine } from '../../diagnostics/printable.ts'

/** Lines of a report, each with its end. A line break inside of one comes from the input, and is written out. */
export function textLines(lines: readonly string[]): string {
  return lines.map((line) => `${oneLine(line)}\n`).join('')
}
