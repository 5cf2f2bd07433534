import type { NamedFile } from '../../manifest/disk/discover.ts'
import type { Format, Style } from '../../report/format.ts'
import { printReport } from '../../report/printed.ts'
import type { ReportFile } from '../options/report-files.ts'

type ShownFormat<Report> = Format<Report> & { readonly shows?: 'output' | 'report' | 'input' }

/**
 * The reports that `--report` asks for. A refused change has no file that could be applied: only formats that say that it is refused have a
 * text, and a file of an earlier run is emptied, or a pipeline would apply that one.
 */
export function reportFiles<Report>(
  files: readonly ReportFile[],
  formats: Readonly<Record<string, ShownFormat<Report>>>,
  report: Report,
  { detail, refused = false }: { readonly detail: Style['detail']; readonly refused?: boolean },
): NamedFile[] {
  return files.map(({ format, path }) => {
    const one = formats[format]!
    return { path, shown: `--report ${path}`, text: refused && one.shows === 'output' ? '' : printReport(one, report, { detail }) }
  })
}
