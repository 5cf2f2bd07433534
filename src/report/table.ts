import { oneLine } from '../diagnostics/printable.ts'
import { textLines } from './escape/lines.ts'

/** Columns padded to their widest cell; numbers are aligned to the right. The last column is not padded. */
export function table(rows: readonly (readonly (string | number)[])[], indent = ''): string {
  return textLines(
    padded(rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : oneLine(cell))))).map((line) => indent + line),
  )
}

function padded(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, String(cell).length)
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      if (typeof cell === 'number') return String(cell).padStart(widths[column]!)
      return column === row.length - 1 ? cell : cell.padEnd(widths[column]!)
    })
    return cells.join('  ').trimEnd()
  })
}
