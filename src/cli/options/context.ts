import type { Argv } from 'yargs'
import type { ClusterSource } from '../cluster/cluster-source.ts'
import { UsageError } from '../process/errors.ts'

export interface ContextArguments {
  readonly context?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly 'show-commands': boolean
  /** The cluster that `--context` names; `withCluster` puts it there. */
  readonly live?: ClusterSource | undefined
}

/** A cluster in place of files. */
export function contextOptions<T>(yargs: Argv<T>): Argv<T & ContextArguments> {
  const group = 'Input:'
  return yargs
    .option('context', {
      type: 'string',
      requiresArg: true,
      group,
      describe: 'a context of kubectl: reads the cluster, and changes nothing in it; with -n that namespace and the objects of the cluster',
    })
    .option('kubeconfig', { type: 'string', requiresArg: true, group, describe: 'with --context: the file that has it' })
    .option('show-commands', {
      type: 'boolean',
      default: false,
      group,
      describe: 'with --context: prints the commands that read the cluster, and ends',
    }) as Argv<T & ContextArguments>
}

/** Refuses what `--context` cannot go together with. */
export function requireOneInput(args: ContextArguments, paths: readonly string[]): void {
  if (args.context === undefined) {
    if (args.kubeconfig !== undefined || args['show-commands']) throw new UsageError('--kubeconfig and --show-commands need --context')
    if (paths.length === 0)
      throw new UsageError('nothing to read: name a file, a directory, or - for standard input; --context reads a cluster')
  } else if (paths.length > 0) throw new UsageError('--context and paths exclude each other')
  else if (args.context === '') throw new UsageError('--context needs a name')
}
