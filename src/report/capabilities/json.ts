import { reportVersion } from '../report-version.ts'
import type { CapabilitiesReport } from './report.ts'

export function capabilitiesJson({ target, versions, capabilities }: CapabilitiesReport): Record<string, unknown> {
  return { schemaVersion: reportVersion, target, versions, capabilities }
}
