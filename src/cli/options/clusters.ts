import type { Argv } from 'yargs'
import { UsageError } from '../process/errors.ts'

/** One cluster of several, and where its manifests are. */
export interface NamedCluster {
  readonly name: string
  readonly paths: readonly string[]
}

export interface ClustersArguments {
  readonly cluster: readonly NamedCluster[]
}

/** Several clusters in place of paths. */
export function clustersOption<T>(yargs: Argv<T>): Argv<T & ClustersArguments> {
  return yargs.option('cluster', {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    group: 'Input:',
    coerce: namedClusters,
    describe: 'NAME=PATH: the manifests of one cluster of several, such as east=clusters/east; a name that is repeated has several paths',
  }) as unknown as Argv<T & ClustersArguments>
}

/** Names as reports print them before a destination: those of a DNS label, as clusters of a mesh have them. */
const clusterName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function namedClusters(texts: readonly string[]): readonly NamedCluster[] {
  const paths = new Map<string, string[]>()
  for (const text of texts) {
    const at = text.indexOf('=')
    const [name, path] = [text.slice(0, at), text.slice(at + 1)]
    if (at < 1 || path === '') throw new UsageError(`--cluster ${text} is not of the form NAME=PATH, such as east=clusters/east`)
    if (!clusterName.test(name))
      throw new UsageError(`--cluster ${text}: the name takes lower-case letters, digits and \`-\`, at most 63, such as east-1`)
    if (path === '-') throw new UsageError(`--cluster ${text}: standard input cannot be told from that of another cluster; name a file`)
    paths.set(name, [...(paths.get(name) ?? []), path])
  }
  return [...paths].map(([name, own]) => ({ name, paths: own }))
}
