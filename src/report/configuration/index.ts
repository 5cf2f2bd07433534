import { positionText } from '../findings/text.ts'
import { asJson, asPage, type Formats } from '../format.ts'
import { reportVersion } from '../report-version.ts'
import { table } from '../table.ts'
import type { ConfigurationReport, PrintedValue } from './report.ts'

export const configurationFormats = {
  text: asPage(configurationText),
  json: asJson(configurationJson),
} satisfies Formats<ConfigurationReport>

/** Each option with its value and what that comes from, then what is suppressed. */
function configurationText({ file, command, values, suppressions }: ConfigurationReport): string {
  const title = `${command === undefined ? 'Configuration' : `Options of \`${command}\``}: ${file ?? 'there is no unsidecar.yaml'}\n`
  const rows = values.map((value) => [value.option, valueText(value), value.at ?? value.from])
  const hidden = suppressions.map(({ code, kind, namespace, name, expires, place, reason }) => [
    code,
    `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
    `until ${expires}`,
    positionText(place),
    reason,
  ])
  return `${title}${rows.length === 0 ? '' : `\n${table(rows, '  ')}`}${hidden.length === 0 ? '' : `\nSuppressed\n${table(hidden, '  ')}`}`
}

function valueText({ value }: PrintedValue): string {
  if (value === undefined) return '-'
  return Array.isArray(value) ? value.map(String).join(', ') : String(value)
}

function configurationJson({ file, command, values, suppressions }: ConfigurationReport): Record<string, unknown> {
  return {
    schemaVersion: reportVersion,
    ...(file === undefined ? {} : { file }),
    ...(command === undefined ? {} : { command }),
    options: Object.fromEntries(values.map(({ option, ...rest }) => [option, rest])),
    suppress: suppressions.map(({ place, ...entry }) => ({ ...entry, at: positionText(place) })),
  }
}
