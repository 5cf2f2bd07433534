import { positionText } from '../findings/text.ts'
import { reportVersion } from '../report-version.ts'
import type { ConfigurationReport } from './report.ts'

/** The same for programs. */
export function configurationJson({ file, command, values, suppressions }: ConfigurationReport): Record<string, unknown> {
  return {
    schemaVersion: reportVersion,
    ...(file === undefined ? {} : { file }),
    ...(command === undefined ? {} : { command }),
    options: Object.fromEntries(values.map(({ option, ...rest }) => [option, rest])),
    suppress: suppressions.map(({ place, ...entry }) => ({ ...entry, at: positionText(place) })),
  }
}
