import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { compareText, objectText } from '../diagnostics/place.ts'
import type { Change } from '../model/change.ts'
import type { SourceObject } from '../model/object.ts'

/** Objects that change and that a controller applies from a source of its own: one finding for each Application, Kustomization or HelmRelease. */
export function reconciledChanges(objects: readonly SourceObject[], changes: readonly Change[]): Diagnostic[] {
  const targets = new Set(changes.flatMap((change) => (change.kind === 'add' ? [] : [change.target])))
  const owned = new Map<string, SourceObject[]>()
  for (const object of objects) {
    const owner = targets.has(object.ref) ? ownerOf(object) : undefined
    if (owner !== undefined) owned.set(owner, [...(owned.get(owner) ?? []), object])
  }
  return [...owned]
    .sort(([a], [b]) => compareText(a, b))
    .map(([owner, [first, ...others]]) =>
      diagnose(catalogue.changeIsReconciled, first!.place.field('metadata'), {
        object: objectText(first!.ref),
        count: others.length + 1,
        owner,
      }),
    )
}

/**
 * Who applies an object, by the marks of its controllers (argo-cd:docs/user-guide/resource_tracking.md,
 * flux:docs/components/kustomize/kustomizations, flux:docs/components/helm/helmreleases). `app.kubernetes.io/instance` is Argo CD's older mark, but Helm and
 * people set it too, so alone it names no controller.
 */
function ownerOf({ annotations, labels }: Pick<SourceObject, 'annotations' | 'labels'>): string | undefined {
  const argo = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance']
  if (argo !== undefined && argo !== '') return `Application \`${argo}\` of Argo CD`
  for (const [prefix, kind] of flux) {
    const [name, namespace] = [labels[`${prefix}/name`], labels[`${prefix}/namespace`]]
    if (name !== undefined) return `${kind} \`${namespace === undefined ? name : `${namespace}/${name}`}\` of Flux`
  }
  return undefined
}

const flux = [
  ['kustomize.toolkit.fluxcd.io', 'Kustomization'],
  ['helm.toolkit.fluxcd.io', 'HelmRelease'],
] as const
