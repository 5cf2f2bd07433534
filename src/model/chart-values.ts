import type { PathStep } from '../diagnostics/place.ts'

type Values = Readonly<Record<string, unknown>>

/** A map that istiod's chart takes as its values, and where it stands in what holds it. */
export interface ChartValues {
  readonly values: Values
  readonly path: readonly PathStep[]
}

/** `global.proxy` of istiod's chart; other charts have a `global.proxy` as well, such as the address of an HTTP proxy. */
const proxyValues: readonly string[] = [
  ...['autoInject', 'clusterDomain', 'includeIPRanges', 'excludeIPRanges', 'includeInboundPorts', 'excludeInboundPorts'],
  ...['includeOutboundPorts', 'excludeOutboundPorts', 'holdApplicationUntilProxyStarts', 'statusPort', 'includeIPv4Ranges'],
]

/**
 * The values of istiod's chart in a tree, such as a file of Helm values or the `spec.values` of a HelmRelease: at its root, or below the name
 * that an umbrella chart gives istiod's. `global` above such a name is for all charts below it
 * (istio:manifests/charts/istio-control/istio-discovery/values.yaml, helm docs, "Subcharts and Global Values"). `isIstiods`: the root is
 * known to be values of that chart.
 */
export function chartValuesIn(tree: unknown, isIstiods = false, path: readonly PathStep[] = []): ChartValues[] {
  if (Array.isArray(tree)) return tree.flatMap((item, index) => chartValuesIn(item, isIstiods, [...path, index]))
  // The schema of an object has fields of the same names.
  if (!isMap(tree) || tree.kind === 'CustomResourceDefinition') return []
  const own = isOfIstiod(tree)
  const below = Object.entries(tree).flatMap(([name, part]) =>
    own && ownParts.has(name) ? [] : chartValuesIn(part, false, [...path, name]),
  )
  return own || ((below.length > 0 || isIstiods) && isMap(tree.global)) ? [{ values: tree, path }, ...below] : below
}

const ownParts: ReadonlySet<string> = new Set(['meshConfig', 'sidecarInjectorWebhook', 'pilot', 'global'])

function isOfIstiod({ meshConfig, sidecarInjectorWebhook, pilot, global }: Values): boolean {
  if ((meshConfig !== undefined && meshConfig !== null) || isMap(sidecarInjectorWebhook)) return true
  if (isMap(pilot) && isMap(pilot.env)) return true
  if (isMap(global) && isMap(global.meshNetworks) && Object.keys(global.meshNetworks).length > 0) return true
  const proxy = isMap(global) ? global.proxy : undefined
  return isMap(proxy) && proxyValues.some((name) => proxy[name] !== undefined)
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
