import { writeFileSync } from 'node:fs'
import type { Format, Style } from '../report/format.ts'
import { printReport } from '../report/printed.ts'
import { OutputError } from './errors.ts'
import type { ReportFile } from './options/report-files.ts'

type ShownFormat<Report> = Format<Report> & { readonly shows?: 'output' | 'report' | 'input' }

/**
 * Writes the reports that `--report` asks for. A refused change has no file that could be applied: only formats that say that it is refused are
 * written, and a file of an earlier run is emptied, or a pipeline would apply that one.
 */
export function writeReportFiles<Report>(
  files: readonly ReportFile[],
  formats: Readonly<Record<string, ShownFormat<Report>>>,
  report: Report,
  { detail, refused = false }: { readonly detail: Style['detail']; readonly refused?: boolean },
): void {
  for (const { format, path } of files) {
    const one = formats[format]!
    const text = refused && one.shows === 'output' ? '' : printReport(one, report, { detail })
    try {
      writeFileSync(path, text)
    } catch (error) {
      throw new OutputError(`--report ${path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
    }
  }
}
