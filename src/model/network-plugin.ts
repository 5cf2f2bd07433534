/** A network plugin, and by what it shows itself. */
export interface NetworkPlugin {
  /** As `--fact cni` takes it: `calico`. */
  readonly name: string
  /** What its manifests and charts call the DaemonSets that run on nodes. */
  readonly daemonSets: readonly string[]
  /** Marks a distribution whose plugin may have no DaemonSet, as a part of the version of its kubelets: `+k3s`. */
  readonly kubelet?: string
  /** A plugin beside which it does nothing but assign addresses. */
  readonly assignsFor?: string
}

/** Those that are known, by name. */
export const networkPlugins: readonly NetworkPlugin[] = [
  { name: 'antrea', daemonSets: ['antrea-agent'] },
  { name: 'aws-vpc-cni', daemonSets: ['aws-node'] },
  // Cilium leaves addresses to it in AKS (docs.cilium.io, "Azure Delegated IPAM").
  { name: 'azure-cni', daemonSets: ['azure-cns'], assignsFor: 'cilium' },
  { name: 'calico', daemonSets: ['calico-node', 'canal', 'rke2-canal'] },
  { name: 'cilium', daemonSets: ['cilium'] },
  // K3s has flannel in its own process (docs.k3s.io, "Basic Network Options").
  { name: 'flannel', daemonSets: ['kube-flannel-ds'], kubelet: '+k3s' },
  // GKE has no DaemonSet for it where Dataplane V2 is off (cloud.google.com, "GKE Dataplane V2").
  { name: 'gke', daemonSets: ['anetd'], kubelet: '-gke.' },
  { name: 'kindnet', daemonSets: ['kindnet'] },
  { name: 'kube-router', daemonSets: ['kube-router'] },
  { name: 'ovn-kubernetes', daemonSets: ['ovnkube-node'] },
  { name: 'weave', daemonSets: ['weave-net'] },
]

const byDaemonSet: ReadonlyMap<string, NetworkPlugin> = new Map(
  networkPlugins.flatMap((plugin) => plugin.daemonSets.map((name) => [name, plugin])),
)

/** The plugin that a DaemonSet of this name belongs to, in whatever namespace it is. */
export function pluginOfDaemonSet(name: string): NetworkPlugin | undefined {
  return byDaemonSet.get(name)
}
