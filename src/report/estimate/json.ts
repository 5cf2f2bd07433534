import { objectText } from '../../diagnostics/place.ts'
import { diagnosticJson } from '../findings/json.ts'
import { reportVersion } from '../report-version.ts'
import { buildsJson } from '../translation/builds.ts'
import type { EstimateReport } from './report.ts'

export function estimateJson(report: EstimateReport): Record<string, unknown> {
  const { judged, blockers, builds, ...rest } = report
  const kustomize = builds === undefined ? undefined : buildsJson(builds)
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
    ...(kustomize === undefined ? {} : { kustomize }),
  }
}
