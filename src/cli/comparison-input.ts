import { readFileSync } from 'node:fs'
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts'
import type { InputFile } from '../manifest/manifest-set.ts'
import { discover } from '../manifest/node-files.ts'
import { type InputArguments, pathsOf } from './options/input.ts'
import { UsageError } from './run.ts'

/** Two sets of manifests to hold against each other. */
export interface TwoSets {
  readonly before: readonly InputFile[]
  readonly after: readonly InputFile[]
  /** Findings of finding the files. */
  readonly diagnostics: readonly Diagnostic[]
}

export function readTwoSets(args: InputArguments, against: readonly string[]): TwoSets {
  const paths = pathsOf(args)
  if (paths.length === 0) throw new UsageError('nothing to read: name a file, a directory, or - for standard input')
  const [before, after] = [discover(paths, { recursive: args.recursive }), discover(against, { recursive: args.recursive })]
  const diagnostics = sortDiagnostics([...before.diagnostics, ...after.diagnostics])
  return { before: before.files, after: after.files, diagnostics }
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
