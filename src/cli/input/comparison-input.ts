import { readFileSync } from 'node:fs'
import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import { type Discovery, discover, noManifest } from '../../manifest/disk/discover.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import { isBlank, splitDocuments } from '../../manifest/yaml/split.ts'
import { discoveryOf, type InputArguments } from '../options/input.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import { UsageError } from '../process/errors.ts'
import { inputOf } from './input-of.ts'
import { refuseReportsOverInput } from './reports-over-input.ts'

/** Two sets of manifests to hold against each other. */
export interface TwoSets {
  readonly before: readonly InputFile[]
  readonly after: readonly InputFile[]
  /** Of a cluster to which manifests are applied: their files, each with what the cluster has of it. */
  readonly applied?: readonly OutputFile[]
  /** The folders that were named, as absolute paths. */
  readonly roots: { readonly before: readonly string[]; readonly after: readonly string[] }
  /** Findings of finding the files. */
  readonly diagnostics: readonly Diagnostic[]
}

export function readTwoSets(args: InputArguments & Partial<ReportFilesArguments>, against: readonly string[]): TwoSets {
  const [before, after] = [inputOf(args), discover(against, discoveryOf(args))]
  requireDocuments(before.files, 'the input before has no document')
  requireDocuments(after.files, 'the input after has no document')
  requireOneFile(before, 'before')
  requireOneFile(after, 'after')
  for (const side of [before, after]) refuseReportsOverInput(args, side)
  const applied = args.live?.appliedOver(after.files)
  return {
    before: before.files,
    after: applied?.after ?? after.files,
    ...(applied === undefined ? {} : { applied: applied.files }),
    roots: { before: before.roots, after: after.roots },
    diagnostics: sortDiagnostics([...before.diagnostics, ...after.diagnostics, ...(applied?.diagnostics ?? [])]),
  }
}

/** Where nothing of a side could be read, a review would show the whole of the other one as deleted. */
function requireOneFile({ files, diagnostics }: Pick<Discovery, 'files' | 'diagnostics'>, side: 'before' | 'after'): void {
  const [first] = diagnostics
  if (first === undefined || files.some(({ unread }) => unread === undefined || unread === noManifest)) return
  throw new UsageError(`nothing of the input ${side} was read: ${first.message} [${first.code}]`)
}

/** A line of a document: most files need not be cut into documents to see that they hold one. */
const documentLine = /^(?!---|\.\.\.)[ \t]*[^\s#%\uFEFF]/m

/** Nothing but white space and comments in all files: more likely a mistake than an empty mesh, such as a pipe whose left side failed. */
export function requireDocuments(files: readonly InputFile[], problem = 'the input has no document'): void {
  const holds = files.some(
    ({ text, unread }) =>
      (unread !== undefined && unread !== noManifest) ||
      documentLine.test(text) ||
      splitDocuments(text).some(({ content, end }) => !isBlank(text.slice(content, end))),
  )
  if (!holds) throw new UsageError(`${problem}: nothing was read, so nothing is said about it`)
}

/** The text of a file that an option names. */
export function optionFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `${option} ${path} cannot be read${code === 'ENOENT' ? ': there is no such file' : code === undefined ? '' : `: ${code}`}`,
    )
  }
}
