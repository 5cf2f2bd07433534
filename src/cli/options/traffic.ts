import type { Argv } from 'yargs'

export interface TrafficArguments {
  readonly traffic: readonly string[]
}

/** What the mesh sends. */
export function trafficOption<T>(
  yargs: Argv<T>,
  { group, use }: { readonly group: string; readonly use: string } = { group: 'Report:', use: 'tells which differences hit it' },
): Argv<T & TrafficArguments> {
  return yargs.option('traffic', {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    group,
    describe: `a file of what was sent, as JSON: an answer of Prometheus over istio_requests_total, or a graph of Kiali; ${use}; may be repeated`,
  }) as unknown as Argv<T & TrafficArguments>
}
