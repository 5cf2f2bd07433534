import { leafAt, leavesOf } from '../../account/leaves.ts'
import { placeAt } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import { type ResourceRequests, requests, type Sourced } from '../../model/target-platform.ts'
import type { Workload } from '../../model/workload.ts'
import { mebibytes, millicores } from './quantities.ts'

export const chartRequests: Sourced<ResourceRequests> = {
  value: requests(100, 128),
  source: 'istio:manifests/charts/istio-control/istio-discovery/values.yaml (global.proxy.resources)',
}

/** What a sidecar asks for where no annotation says it: what the input says of `global.proxy.resources.requests`, else the chart's. */
export function defaultRequests(objects: readonly SourceObject[]): Sourced<ResourceRequests> {
  const found = objects.flatMap((object) =>
    leavesOf(object.value, []).flatMap((path) => {
      const [name] = path.slice(-1)
      if (path.slice(-5, -1).join('.') !== 'global.proxy.resources.requests' || (name !== 'cpu' && name !== 'memory')) return []
      const quantity = leafAt(object.value, path)
      const amount = name === 'cpu' ? millicores(quantity) : mebibytes(quantity)
      const { span } = placeAt(object.place, path)
      return amount === undefined ? [] : [{ name, amount, at: `${span.file}:${span.line}` }]
    }),
  )
  if (found.length === 0) return chartRequests
  const ends = (name: 'cpu' | 'memory'): ResourceRequests['cpu'] => {
    const amounts = found.filter((one) => one.name === name).map(({ amount }) => amount)
    return amounts.length === 0 ? chartRequests.value[name] : { low: Math.min(...amounts), high: Math.max(...amounts) }
  }
  return { value: { cpu: ends('cpu'), memory: ends('memory') }, source: [...new Set(found.map(({ at }) => at))].join(', ') }
}

/**
 * What the sidecar of a workload asks for. With any of `sidecar.istio.io/proxyCPU`, `proxyMemory`, `proxyCPULimit` and `proxyMemoryLimit` the injector
 * takes all it asks for from them and nothing from the chart (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml,
 * `resources`); what has a limit alone asks for as much (kubernetes:pkg/apis/core/v1/defaults.go SetDefaults_Pod).
 */
export function sidecarRequests(
  { annotations }: Workload,
  byDefault: ResourceRequests,
): { readonly value: ResourceRequests; readonly own: boolean } {
  const of = (name: string): string | undefined => ownValue(annotations, `sidecar.istio.io/${name}`)
  const own = ['proxyCPU', 'proxyMemory', 'proxyCPULimit', 'proxyMemoryLimit'].some((name) => of(name) !== undefined)
  if (!own) return { value: byDefault, own }
  const asked = (amount: (quantity: unknown) => number | undefined, name: string): number =>
    amount(of(name)) ?? amount(of(`${name}Limit`)) ?? 0
  return { value: requests(asked(millicores, 'proxyCPU'), asked(mebibytes, 'proxyMemory')), own }
}
