import type { Argv } from 'yargs'
import { type TargetName, targetNames } from '../../../translators/index.ts'
import { UsageError } from '../process/errors.ts'

export interface ComparisonArguments {
  /** Several where the option was repeated. */
  readonly to?: TargetName | readonly TargetName[] | undefined
  readonly against?: string[] | undefined
}

/** The other side: what the manifests become in a target, or another set of manifests. */
export function comparisonOptions<T>(yargs: Argv<T>): Argv<T & ComparisonArguments> {
  const group = 'Other side:'
  return yargs
    .option('to', { choices: targetNames, group, describe: 'convert in memory and look at the result' })
    .option('against', { type: 'string', array: true, group, describe: 'other manifests: files, directories or globs' }) as Argv<
    T & ComparisonArguments
  >
}

/** Which other side was asked for; undefined for none. */
export function otherSide(args: ComparisonArguments): { readonly to: TargetName } | { readonly against: readonly string[] } | undefined {
  const { against } = args
  const [to, second] = targetsOf(args)
  if (second !== undefined) throw new UsageError('--to takes one target here; `diff` shows several side by side')
  if (to !== undefined && against !== undefined) throw new UsageError('--to and --against exclude each other')
  if (against?.length === 0) throw new UsageError('--against needs a file or a directory')
  return to !== undefined ? { to } : against !== undefined ? { against } : undefined
}

/** The targets that were named, each once. */
export function targetsOf({ to }: Pick<ComparisonArguments, 'to'>): readonly TargetName[] {
  return [...new Set([to ?? []].flat())]
}
