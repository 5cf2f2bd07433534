import { definesAt } from '../diagnostic.ts'

const define = definesAt('reading')

/** What is read from a live cluster. */
export const cluster = {
  leftInCluster: define<{ objects: readonly string[] }>({
    code: 'US0205',
    severity: 'warning',
    title: 'Applying leaves what the manifests do not have',
    message: ({ objects: [first = '', ...others] }) =>
      `the cluster has \`${first}\`${others.length === 0 ? '' : ` and ${others.length} more policies and routes`}, which the manifests do not have and applying leaves there`,
    help: 'Where they are to go, delete them, and compare a dump of the cluster with the manifests: `kubectl get KINDS -o yaml > dump.yaml`, then `--against` as before.',
    why: '`kubectl apply` deletes nothing, so what the manifests do not have goes on deciding about requests. What deploys with pruning, such as Argo CD or Flux, deletes what it had applied itself.',
  }),
  clusterKindUnread: define<{ resource: string; problem: string }>({
    code: 'US0220',
    severity: 'warning',
    title: 'A kind of a cluster cannot be read',
    message: ({ resource, problem }) => `\`${resource}\` cannot be read from the cluster: ${problem}`,
    help: 'Let the user of the context list it (`kubectl auth can-i list`), or say with `--assume unread-reviewed` that none of these objects decides about requests.',
    why: 'Objects that cannot be listed may be there all the same, and may deny what the output would allow. What they may decide about stays on its sidecars.',
  }),
  changeIsReconciled: define<{ object: string; count: number; owner: string }>({
    code: 'US0221',
    severity: 'warning',
    title: 'An object that changes is applied by a controller',
    message: ({ object, count, owner }) =>
      `${owner} applies \`${object}\`${count === 1 ? '' : count === 2 ? ' and 1 more object that changes' : ` and ${count - 1} more objects that change`}: it undoes what is changed in the cluster by hand`,
    help: 'Change the manifests in the repository that it applies, and let it apply them.',
    why: 'Argo CD with self-healing, and Flux at each reconciliation, put back what differs from their source, so a label that is set with `kubectl label` is gone again (argo-cd:docs/user-guide/auto_sync.md, flux:docs/components/kustomize/kustomizations). They mark their objects with the annotation `argocd.argoproj.io/tracking-id`, or labels such as `kustomize.toolkit.fluxcd.io/name`.',
  }),
} as const
