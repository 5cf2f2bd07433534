import { installedCharts } from '../../manifest/carriers/installed-charts.ts'
import { partAt } from '../../manifest/carriers/parts.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { groupOf } from '../../model/api-group.ts'
import type { SourceObject } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'

/** What ambient mode needs of an installation. */
type AmbientPart = 'istiod' | 'istio-cni-node' | 'ztunnel'

/** Where an installation without the profile `ambient` says that it has a part all the same. */
const switches: Readonly<Record<AmbientPart, readonly string[]>> = {
  istiod: ['values', 'pilot', 'env', 'PILOT_ENABLE_AMBIENT'],
  'istio-cni-node': ['components', 'cni', 'enabled'],
  ztunnel: ['components', 'ztunnel', 'enabled'],
}

/** Kinds of the Sail operator (`sailoperator.io`), by the part that each installs. */
const ofSail: Readonly<Record<string, AmbientPart>> = { Istio: 'istiod', IstioCNI: 'istio-cni-node', ZTunnel: 'ztunnel' }

/** Istio's charts by the part that each installs (istio:manifests/charts). */
const charts: Readonly<Record<string, AmbientPart>> = {
  istiod: 'istiod',
  'istio-discovery': 'istiod',
  cni: 'istio-cni-node',
  'istio-cni': 'istio-cni-node',
  ztunnel: 'ztunnel',
}

/**
 * Whether an installation in the input has a part, and has it on every node: an IstioOperator (its profile `ambient` brings all three), what the Sail operator
 * installs, and charts that Flux, Argo CD or k3s install. Undefined where an object says nothing about the part, or restricts the nodes that it is for.
 */
export function installs(object: SourceObject, part: AmbientPart): boolean | undefined {
  const { ref, value } = object
  const group = groupOf(ref.apiVersion)
  if (group === 'install.istio.io' && ref.kind === 'IstioOperator')
    return partAt(value, 'spec', 'profile') === 'ambient' || String(partAt(value, 'spec', ...switches[part])) === 'true'
  if (group === 'sailoperator.io' && ownValue(ofSail, ref.kind) === part)
    return part === 'ztunnel' ? onEveryNode(value) : ambientIn([value.spec, partAt(value, 'spec', 'values')], part)
  const chart = installedCharts(object).find((one) => ownValue(charts, one.chart) === part)
  if (chart === undefined) return undefined
  return part === 'ztunnel' ? onEveryNode(chart.values) : ambientIn(chart.values, part)
}

/** Charts take `profile: ambient` (istio:manifests/zzz_profile.yaml), and that of istio-cni `ambient.enabled`; a file of values elsewhere may have it. */
function ambientIn(trees: readonly unknown[], part: AmbientPart): boolean | undefined {
  const says = (wanted: string, ...path: readonly string[]) =>
    trees.some((tree) => String(partAt(tree, ...path) ?? partAt(tree, path.join('.'))) === wanted)
  const profile = says('ambient', 'profile') || says('ambient', 'global', 'profile')
  if (part === 'istiod') return profile || says('true', 'pilot', 'env', 'PILOT_ENABLE_AMBIENT') ? true : undefined
  return profile || says('true', 'ambient', 'enabled') ? onEveryNode(trees) : undefined
}

const ofNodes: ReadonlySet<string> = new Set(['tolerations', 'nodeSelector', 'affinity'])

/** Charts of ztunnel and istio-cni tolerate every taint, unless their values say otherwise. */
function onEveryNode(value: unknown): true | undefined {
  const restricts = (part: unknown): boolean =>
    Array.isArray(part)
      ? part.some(restricts)
      : isRecord(part) && Object.entries(part).some(([name, inner]) => ofNodes.has(name.replace(/^.*\./, '')) || restricts(inner))
  return restricts(value) ? undefined : true
}
