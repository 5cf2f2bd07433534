import { decisionJson } from './decision-json.ts'
import type { TraceReport } from './trace-report.ts'
import { reportVersion } from './translation-json.ts'

export function traceJson({ request, externalAllows, sides }: TraceReport): Record<string, unknown> {
  return {
    schemaVersion: reportVersion,
    request,
    ...(externalAllows === undefined ? {} : { external: externalAllows ? 'allow' : 'deny' }),
    sides: sides.map(({ side, decision }) => ({ side, decision: decisionJson(decision) })),
  }
}
