import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { parseDuration } from '../../../../src/model/durations.ts'

/** The milliseconds of a duration in the input; what is none is reported and read as if it were not there. */
export function durationAt(text: string, at: Place, context: ReadContext): number | undefined {
  const ms = parseDuration(text)
  if (ms === undefined) context.diagnostics.push(diagnose(catalogue.notADuration, at, { text }))
  return ms
}
