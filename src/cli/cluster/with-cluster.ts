import { requireOneInput } from '../options/context.ts'
import { type InputArguments, pathsOf } from '../options/input.ts'
import { ClusterSource } from './cluster-source.ts'

/** The arguments of a command with the cluster that they name, or what would be asked of it where that is all that is wanted. */
export function withCluster<T extends InputArguments & { readonly context: string }>(
  args: T,
): (T & { readonly live: ClusterSource }) | { readonly commands: readonly string[] } {
  requireOneInput(args, pathsOf(args))
  const { context, kubeconfig, namespace } = args
  const live = new ClusterSource({ context, kubeconfig }, namespace)
  return args['show-commands'] ? { commands: live.commands() } : { ...args, live }
}
