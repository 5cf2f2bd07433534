import { type Structure, structureOf } from '../structure/structure.ts'
import { translationReportJson } from '../translation/json.ts'
import { verifyJson } from '../verify/json.ts'
import { type DiffReport, reviewOf } from './report.ts'
import { filePatch } from './unified-diff.ts'

/** The report of a translation with a patch in place of the text of each file; of a change that of `verify`, with such patches. */
export function diffJson(report: DiffReport): Record<string, unknown> {
  if (report.of === 'translation') return { ...translationReportJson(report.translated, 'patch'), ...structureJson(report) }
  const files = report.files.filter(({ status }) => status !== 'unchanged')
  return {
    ...verifyJson(report.verified),
    files: files.map((file) => ({ path: file.path, status: file.status, patch: filePatch(file) })),
    ...structureJson(report),
  }
}

/** The same change by path, where that is asked for. */
function structureJson(report: DiffReport): { readonly structure?: Structure } {
  if (report.structural !== true) return {}
  const { files, becomings } = reviewOf(report)
  return { structure: structureOf(files, becomings) }
}
