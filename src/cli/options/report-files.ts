import { resolve } from 'node:path'
import type { Argv } from 'yargs'
import type { Formats } from '../../report/format.ts'
import { UsageError } from '../process/errors.ts'

/** A report beside the one that is printed, of the same run. */
export interface ReportFile {
  readonly format: string
  readonly path: string
}

export interface ReportFilesArguments {
  readonly report: readonly ReportFile[]
}

/** More formats of one report, each into a file: what a pipeline needs of one run. */
export function reportFilesOption<T>(yargs: Argv<T>, formats: Formats<never>): Argv<T & ReportFilesArguments> {
  return yargs.option('report', {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    group: 'Output:',
    coerce: (texts: string[]) => differentFiles(texts.map((text) => reportFileOf(text, Object.keys(formats)))),
    describe: 'FORMAT=FILE: write the report in another format as well, such as sarif=review.sarif; may be repeated',
  }) as unknown as Argv<T & ReportFilesArguments>
}

function reportFileOf(text: string, formats: readonly string[]): ReportFile {
  const at = text.indexOf('=')
  const [format, path] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || path === '') throw new UsageError(`--report ${text} is not of the form FORMAT=FILE, such as sarif=review.sarif`)
  if (!formats.includes(format))
    throw new UsageError(`--report ${text}: there is no format \`${format}\` here; it takes ${formats.join(', ')}`)
  return { format, path }
}

/** Of two reports in one file the second would be all that is left. */
function differentFiles(files: readonly ReportFile[]): readonly ReportFile[] {
  const seen = new Set<string>()
  for (const { format, path } of files) {
    if (path === '-') throw new UsageError(`--report ${format}=- is not a file; \`-o ${format}\` prints to standard output`)
    if (seen.has(resolve(path))) throw new UsageError(`--report ${format}=${path}: another --report writes this file already`)
    seen.add(resolve(path))
  }
  return files
}
