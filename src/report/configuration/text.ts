import { suppressedObjects } from '../../verify/lists/suppressions.ts'
import { positionText } from '../findings/text.ts'
import { table } from '../table.ts'
import type { ConfigurationReport, PrintedValue } from './report.ts'

/** Each option with its value and what that comes from, then what is suppressed. */
export function configurationText({ file, command, values, suppressions }: ConfigurationReport): string {
  const title = `${command === undefined ? 'Configuration' : `Options of \`${command}\``}: ${file ?? 'there is no unsidecar.yaml'}\n`
  const rows = values.map((value) => [value.option, valueText(value), value.at ?? value.from])
  const hidden = suppressions.map((entry) => [
    entry.code,
    suppressedObjects(entry),
    `until ${entry.expires}`,
    positionText(entry.place),
    entry.reason,
  ])
  return `${title}${rows.length === 0 ? '' : `\n${table(rows, '  ')}`}${hidden.length === 0 ? '' : `\nSuppressed\n${table(hidden, '  ')}`}`
}

function valueText({ value }: PrintedValue): string {
  if (value === undefined) return '-'
  return Array.isArray(value) ? value.map(String).join(', ') : String(value)
}
