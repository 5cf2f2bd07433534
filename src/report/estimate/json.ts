import { objectText } from '../../diagnostics/place.ts'
import { diagnosticJson } from '../findings/json.ts'
import { reportVersion } from '../translation/json.ts'
import type { Estimate } from './estimate.ts'

export function estimateJson(estimate: Estimate): Record<string, unknown> {
  const { judged, blockers, ...rest } = estimate
  return {
    schemaVersion: reportVersion,
    ...rest,
    blockers: blockers.map(({ example, ...blocker }) => ({ ...blocker, example: diagnosticJson(example) })),
    judged: judged.map(({ ref, verdict, because }) => ({
      object: objectText(ref),
      file: ref.file,
      verdict,
      because: [...new Set(because.map(({ code }) => code))],
    })),
  }
}
