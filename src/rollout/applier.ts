import type { SourceObject } from '../model/object.ts'

/** The object of a controller that applies others from a source of its own, as far as a mark on what it applies names it. */
export interface Applier {
  readonly kind: 'Application' | 'Kustomization' | 'HelmRelease'
  readonly name: string
  /** Absent where the mark does not say it. */
  readonly namespace?: string
}

/** Whose kinds they are. */
export const deployerOf: Readonly<Record<Applier['kind'], string>> = {
  Application: 'Argo CD',
  Kustomization: 'Flux',
  HelmRelease: 'Flux',
}

/** `shop`, or `flux-system/shop` where the namespace is known. */
export function applierName({ namespace, name }: Pick<Applier, 'namespace' | 'name'>): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`
}

/**
 * Who applies an object, by the marks of its controllers (argo-cd:docs/user-guide/resource_tracking.md,
 * flux:docs/components/kustomize/kustomizations, flux:docs/components/helm/helmreleases). `app.kubernetes.io/instance` is Argo CD's older mark, but Helm and
 * people set it too, so alone it names no controller.
 */
export function markedApplier({ annotations, labels }: Pick<SourceObject, 'annotations' | 'labels'>): Applier | undefined {
  const argo = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance']
  if (argo !== undefined && argo !== '') return { kind: 'Application', name: argo }
  for (const [prefix, kind] of flux) {
    const [name, namespace] = [labels[`${prefix}/name`], labels[`${prefix}/namespace`]]
    if (name !== undefined) return { kind, name, ...(namespace === undefined ? {} : { namespace }) }
  }
  return undefined
}

const flux = [
  ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
  ['helm.toolkit.fluxcd.io', 'HelmRelease'],
] as const
