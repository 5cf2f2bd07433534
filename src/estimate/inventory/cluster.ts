import { atLeast } from '../../model/dialect.ts'
import { networkPlugins, pluginOfDaemonSet } from '../../model/network-plugin.ts'
import type { SourceObject } from '../../model/object.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'

/** What manifests or a dump show of the cluster below the mesh. */
export interface ClusterShown {
  /** Network plugins by their name, such as `calico`. */
  readonly networkPlugins: readonly { readonly plugin: string; readonly evidence: readonly Evidence[] }[]
  /** Kernels of Nodes, the oldest first. */
  readonly kernels: readonly { readonly version: string; readonly evidence: readonly Evidence[] }[]
}

/** Counted by name: an object in two files is one. */
export function clusterShown(objects: readonly SourceObject[]): ClusterShown {
  const plugins = new Map<string, Evidence[]>()
  const kernels = new Map<string, Evidence[]>()
  const add = (to: Map<string, Evidence[]>, name: string | undefined, { place }: SourceObject): void => {
    if (name !== undefined) to.set(name, [...(to.get(name) ?? []), evidenceAt(place)])
  }
  for (const object of objects) {
    const { kind, name, apiVersion } = object.ref
    if (kind === 'DaemonSet') add(plugins, pluginOfDaemonSet(name)?.name, object)
    // The agent of Cilium makes one for its node (docs.cilium.io, "CRD-backed").
    if (kind === 'CiliumNode' && apiVersion.startsWith('cilium.io/')) add(plugins, 'cilium', object)
    if (kind === 'Node' && apiVersion === 'v1') add(kernels, kernelOf(object), object)
  }
  for (const { name, assignsFor } of networkPlugins) if (assignsFor !== undefined && plugins.has(assignsFor)) plugins.delete(name)
  return {
    networkPlugins: [...plugins].map(([plugin, evidence]) => ({ plugin, evidence })),
    kernels: [...kernels]
      .map(([version, evidence]) => ({ version, evidence }))
      .sort((a, b) => (a.version === b.version ? 0 : atLeast(a.version, b.version) ? 1 : -1)),
  }
}

/** `5.15` of `5.15.0-1051-gke`. */
function kernelOf({ value }: SourceObject): string | undefined {
  const { status } = value as { status?: { nodeInfo?: { kernelVersion?: unknown } } | null }
  const kernel = status?.nodeInfo?.kernelVersion
  return typeof kernel === 'string' ? /^(\d+\.\d+)(?:[.-]|$)/.exec(kernel)?.[1] : undefined
}
