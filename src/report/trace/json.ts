import { decisionJson } from '../decision/json.ts'
import { reportVersion } from '../report-version.ts'
import type { TraceReport } from './report.ts'

export function traceJson({ request, externalAllows, sides }: TraceReport): Record<string, unknown> {
  return {
    schemaVersion: reportVersion,
    request,
    ...(externalAllows === undefined ? {} : { external: externalAllows ? 'allow' : 'deny' }),
    sides: sides.map(({ side, decision }) => ({ side, decision: decisionJson(decision) })),
  }
}
