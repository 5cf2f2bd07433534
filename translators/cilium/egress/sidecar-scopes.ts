import { objectText } from '../../../src/diagnostics/place.ts'
import type { EgressVisibility } from '../../../src/model/egress.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Json } from '../../../src/model/object.ts'
import { type Labels, selects, type Workload } from '../../../src/model/workload.ts'
import { oldestOf } from '../../../src/resolve/routes/sidecar-scope.ts'
import { injectedLabel } from '../authorization/injected-label.ts'
import { filteredLabel } from '../identity-labels.ts'

/** Pods of a namespace for which one Sidecar holds, or none, and that are kept to the registry. */
export interface ClosedScope {
  /** The Sidecar that holds for them; absent where the setting of the mesh alone does. */
  readonly sidecar?: EgressVisibility
  /** The labels of the Sidecar that is for some of the pods; empty for all the others. */
  readonly labels: Labels
  /** As a policy of Cilium selects them. */
  readonly endpointSelector: { readonly [field: string]: Json }
  readonly has: (pod: Workload) => boolean
}

/** The parts of a namespace that are kept to the registry; a text says why labels cannot divide its pods. */
export type ScopesOfNamespace = readonly ClosedScope[] | string

/**
 * Divides the pods of a namespace by its Sidecars. One with a `workloadSelector` takes the place of the general one for its pods, also where it says nothing of
 * REGISTRY_ONLY (istio:pilot/pkg/model/sidecar.go convertToSidecarScope). Example: `Sidecar till/desk` for `app: desk` and `Sidecar till/default` are
 * the pods with that label, and those without it.
 */
export function closedScopes(mesh: Mesh, namespace: string): ScopesOfNamespace {
  const own = mesh.egress.filter((one) => one.namespace === namespace)
  const root = sidecarOfTheMesh(mesh)
  const selecting = own.flatMap((sidecar) => (sidecar.labels === undefined ? [] : [{ sidecar, labels: sidecar.labels }]))
  const generals = oldestOf(own.filter(({ labels }) => labels === undefined))
  const general = generals[0] ?? root
  const isClosed = (sidecar: EgressVisibility | undefined): boolean => isRegistryOnly(mesh, sidecar)
  const isGeneralClosed = isClosed(general)
  if (![...generals, general].some(isClosed) && !selecting.some(({ sidecar }) => isClosed(sidecar))) return []
  const [one, rival] = generals.map(({ place }) => `\`${objectText(place.object)}\``)
  if (rival !== undefined) return `the older of ${one} and ${rival} counts, and the input does not say which that is`
  for (const [index, { sidecar, labels }] of selecting.entries()) {
    const what = `\`${objectText(sidecar.place.object)}\``
    const odd = filteredLabel(labels) ?? injectedLabel({ scope: 'workloads', namespace, labels, place: sidecar.place }, mesh)
    if (odd !== undefined) return `Cilium knows no pods by the label ${odd} of ${what}`
    const other = selecting.slice(index + 1).find((one) => !areApart(labels, one.labels))
    if (other !== undefined) return `some pods may have the labels of both ${what} and \`${objectText(other.sidecar.place.object)}\``
    if (isGeneralClosed && Object.keys(labels).length !== 1)
      return `the pods without the labels of ${what} are not one set of pods for a policy`
  }
  const closed = selecting
    .filter(({ sidecar }) => isClosed(sidecar))
    .map(
      ({ sidecar, labels }): ClosedScope => ({
        sidecar,
        labels,
        endpointSelector: { matchLabels: labels },
        has: (pod) => selects(labels, pod.labels),
      }),
    )
  const rest: ClosedScope = {
    ...(general === undefined ? {} : { sidecar: general }),
    labels: {},
    endpointSelector: without(selecting.map(({ labels }) => labels)),
    has: (pod) => !selecting.some(({ labels }) => selects(labels, pod.labels)),
  }
  return [...(isGeneralClosed ? [rest] : []), ...closed]
}

/** What holds for pods of namespaces without a Sidecar of their own. */
export function sidecarOfTheMesh({ egress, settings }: Mesh): EgressVisibility | undefined {
  return egress.find(({ namespace, labels }) => namespace === settings.rootNamespace && labels === undefined)
}

/**
 * The Sidecar that sidecars which stay follow once those of `scopes` are replaced, where it lets out to every host and lists fewer than these: what it
 * does not list leaves through PassthroughCluster, so that a denial by name does not see the client. It is the general one of the namespace where that
 * one is not replaced, else the one of the root namespace, whose own Sidecars are not removed.
 */
export function opensInPlaintext(mesh: Mesh, namespace: string, scopes: readonly ClosedScope[]): EgressVisibility | undefined {
  const general = mesh.egress.find((one) => one.namespace === namespace && one.labels === undefined)
  const next = general === undefined || isRegistryOnly(mesh, general) ? sidecarOfTheMesh(mesh) : general
  if (namespace === mesh.settings.rootNamespace || next?.hosts === undefined || isRegistryOnly(mesh, next)) return undefined
  const listed = new Set(next.hosts.map(({ host }) => host))
  if (listed.has('*/*') || listed.has('*')) return undefined
  return scopes.some(({ sidecar }) => sidecar?.hosts?.every(({ host }) => listed.has(host)) !== true) ? next : undefined
}

export function isRegistryOnly({ settings }: Mesh, sidecar: EgressVisibility | undefined): boolean {
  return (sidecar?.outboundPolicy?.mode ?? settings.outboundPolicy) === 'registry-only'
}

/** No pod has the labels of both: they ask for different values of one. */
function areApart(one: Labels, other: Labels): boolean {
  return Object.entries(one).some(([key, value]) => Object.hasOwn(other, key) && other[key] !== value)
}

/** Pods without any of these labels, each of which is one key. */
function without(all: readonly Labels[]): { readonly [field: string]: Json } {
  const values = new Map<string, string[]>()
  for (const [key, value] of all.flatMap((labels) => Object.entries(labels))) values.set(key, [...(values.get(key) ?? []), value])
  if (values.size === 0) return {}
  return { matchExpressions: [...values].map(([key, excluded]) => ({ key, operator: 'NotIn', values: excluded })) }
}
