import type { Place } from '../../diagnostics/place.ts'
import { sourcesOf } from '../../manifest/carriers/argo-sources.ts'
import { isUnder } from '../../manifest/carriers/deployers.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { groupOf } from '../../model/api-group.ts'
import type { SourceObject } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import { type Applier, markedApplier } from '../../rollout/applier.ts'

/** A controller that applies an object from a repository, and what it does with changes that are made beside it. */
export interface AppliedBy extends Applier {
  /** Where it stands in the input; absent where it does not. */
  readonly place?: Place
  /** Whether it takes back what `kubectl` changes in the cluster, before its source changes. `unknown` where it is not in the input. */
  readonly undoes: 'yes' | 'no' | 'unknown'
  /** The annotation by which Argo CD orders what it applies at one time. */
  readonly syncWave?: string
}

/** Who applies an object of the input: by its marks, or by the folder that a controller's object names. */
export function appliersIn(objects: readonly SourceObject[]): (object: SourceObject) => AppliedBy | undefined {
  const controllers = objects.filter(({ ref }) => kinds.has(`${groupOf(ref.apiVersion)}/${ref.kind}`))
  return (object) => {
    const marked = markedApplier(object)
    const found = controllers.find((one) =>
      marked === undefined ? deploys(one, object.ref.file) : isMarked(one, marked.kind, marked.name, marked.namespace),
    )
    if (found === undefined && marked === undefined) return undefined
    const wave = object.annotations['argocd.argoproj.io/sync-wave']
    const ordered = wave === undefined ? {} : { syncWave: wave }
    if (found === undefined) return { ...marked!, undoes: 'unknown', ...ordered }
    const { kind, name, namespace } = found.ref
    return { kind: kind as Applier['kind'], name, namespace, place: found.place, undoes: undoes(found) ? 'yes' : 'no', ...ordered }
  }
}

const kinds: ReadonlySet<string> = new Set([
  'argoproj.io/Application',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'helm.toolkit.fluxcd.io/HelmRelease',
])

function isMarked({ ref }: SourceObject, kind: string, name: string, namespace: string | undefined): boolean {
  // With Applications in any namespace, the mark is `namespace_name` (argo-cd:docs/operator-manual/app-any-namespace.md).
  const named = ref.name === name || `${ref.namespace}_${ref.name}` === name
  return ref.kind === kind && named && (namespace === undefined || ref.namespace === namespace)
}

function deploys(object: SourceObject, file: string): boolean {
  const paths = object.ref.kind === 'Application' ? sourcesOf(object).map(({ value }) => value.path) : [at(object, 'path')]
  return object.ref.kind !== 'HelmRelease' && paths.some((path) => typeof path === 'string' && isUnder(file, path))
}

/**
 * Argo CD: `syncPolicy.automated.selfHeal` (argo-cd:docs/user-guide/auto_sync.md). A Kustomization of Flux takes changes back at each interval unless it is
 * suspended (flux:docs/components/kustomize/kustomizations), a HelmRelease only with drift detection (flux:docs/components/helm/helmreleases).
 */
function undoes(object: SourceObject): boolean {
  return takingBack[object.ref.kind as Applier['kind']](object)
}

const takingBack: Readonly<Record<Applier['kind'], (object: SourceObject) => boolean>> = {
  Application: (object) =>
    at(object, 'syncPolicy', 'automated', 'selfHeal') === true && at(object, 'syncPolicy', 'automated', 'enabled') !== false,
  Kustomization: (object) => at(object, 'suspend') !== true,
  HelmRelease: (object) => at(object, 'driftDetection', 'mode') === 'enabled' && at(object, 'suspend') !== true,
}

function at({ value }: SourceObject, ...path: readonly string[]): unknown {
  return ['spec', ...path].reduce<unknown>((found, step) => (isRecord(found) ? ownValue(found, step) : undefined), value)
}
