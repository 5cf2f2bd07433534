import type { Place } from '../../diagnostics/place.ts'
import { objectText } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { decidingScopeOf } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, type Reach } from '../../model/unread.ts'
import { fieldTransforms } from '../kustomization/field-transforms.ts'
import type { Kustomization } from '../kustomization/kustomization.ts'
import { patchTransforms } from '../kustomization/patch-transforms.ts'
import { isRecord } from '../object/identity.ts'
import { sourcesOf } from './argo-sources.ts'
import type { Carried } from './carried.ts'
import { meshValues } from './mesh-values.ts'
import { mapOf, recordsOf } from './parts.ts'

/** Kinds that deploy what they find elsewhere: a repository, a chart, a registry. What they say beside that is looked at below. */
const deployers: ReadonlySet<string> = new Set([
  ...['kustomize.toolkit.fluxcd.io/Kustomization', 'helm.toolkit.fluxcd.io/HelmRelease'],
  ...['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  ...['fleet.cattle.io/GitRepo', 'fleet.cattle.io/HelmOp', 'helm.cattle.io/HelmChart', 'helm.cattle.io/HelmChartConfig'],
  ...['kappctrl.k14s.io/App', 'packaging.carvel.dev/PackageInstall', 'addons.cluster.x-k8s.io/HelmChartProxy'],
  ...['apps.open-cluster-management.io/Subscription', 'configsync.gke.io/RootSync', 'configsync.gke.io/RepoSync'],
])

export function isDeployer({ ref }: SourceObject): boolean {
  return deployers.has(`${groupOf(ref.apiVersion)}/${ref.kind}`)
}

/** One place in which a deployer changes what it deploys as a kustomization would. */
interface Customizing {
  readonly value: Readonly<Record<string, unknown>>
  readonly place: Place
  /** The folder that it deploys, where it names one. */
  readonly path: unknown
}

/** What deployers change on the way, and values of istiod that they take from elsewhere. */
export function ofDeployer(object: SourceObject, objects: readonly SourceObject[], values: readonly SourceObject[]): Carried[] {
  return [...customizations(object).flatMap((one) => customized(one, object, objects)), ...meshValues(object, objects, values)]
}

function customizations(object: SourceObject): Customizing[] {
  const spec = mapOf(object.value.spec)
  const at = object.place.field('spec')
  if (object.ref.kind === 'Kustomization') {
    const labels = mapOf(spec.commonMetadata).labels
    const value = { ...spec, namespace: spec.targetNamespace, ...(isRecord(labels) ? { labels: [{ pairs: labels }] } : {}) }
    return [{ value, place: at, path: spec.path }]
  }
  if (object.ref.kind === 'HelmRelease')
    return recordsOf(spec.postRenderers).map(({ value, index }) => ({
      value: mapOf(value.kustomize),
      place: at.field('postRenderers').index(index).field('kustomize'),
      path: undefined,
    }))
  return sourcesOf(object).map(({ value, place }) => ({ value: mapOf(value.kustomize), place: place.field('kustomize'), path: value.path }))
}

const changing = [
  'patches',
  'patchesJson6902',
  'patchesStrategicMerge',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'labels',
  'commonLabels',
  'commonAnnotations',
] as const

function customized({ value, place, path }: Customizing, { ref }: SourceObject, objects: readonly SourceObject[]): Carried[] {
  const under = typeof path === 'string' ? objects.filter((object) => isUnder(object.ref.file, path)) : []
  const passing = {
    one: { ...pseudo, value: asKustomization(value), place, file: { path: objectText(ref) } } as unknown as Kustomization,
    objects: under.length > 0 ? under : objects,
    input: objects,
    on: [],
    complete: true,
    files: new Map(),
  }
  const { namespace } = passing.one.value
  const moved = typeof namespace === 'string' && under.length === 0 ? policiesMovedInto(namespace, objects) : []
  const one = moved.length > 0 || typeof namespace !== 'string' ? passing.one : { ...passing.one, namespace }
  const transforms = [...patchTransforms({ ...passing, one }), ...fieldTransforms({ ...passing, one })]
  const components = Array.isArray(value.components) && value.components.length > 0
  return [
    ...transforms.map(({ reach, place: where }): Carried => ({ how: 'changes', what: named(reach), place: where, reach })),
    ...moved.map((reach): Carried => ({ how: 'changes', what: `the namespace of policies, to ${namespace}`, place, reach })),
    ...(components ? [{ how: 'changes', what: 'objects by components', place: place.field('components'), reach: anything } as const] : []),
  ]
}

/**
 * Where the folder that is deployed is not in the input, any policy that is somewhere else in it may be one that is deployed into the
 * namespace.
 */
function policiesMovedInto(namespace: string, objects: readonly SourceObject[]): Reach[] {
  const elsewhere = objects.filter(
    ({ ref }) => ref.namespace !== namespace && decidingScopeOf(groupOf(ref.apiVersion), ref.kind) === 'policy',
  )
  const kinds = [...new Set(elsewhere.map(({ ref }) => ref.kind))].sort()
  return kinds.length === 0 ? [] : [{ kinds, namespaces: [namespace] }]
}

const pseudo = { folder: '', component: false, entries: [], resources: new Set(), remote: false, patches: new Set() }

/** The same fields with the forms that kustomize has for them: patches as text. */
function asKustomization(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const text = (patch: unknown) => (typeof patch === 'string' ? patch : JSON.stringify(patch))
  const written = changing.flatMap((field) => {
    const own = value[field]
    if (own === undefined || own === null) return []
    if (!field.startsWith('patches') || !Array.isArray(own)) return [[field, own] as const]
    if (field === 'patchesStrategicMerge') return [[field, own.map((patch: unknown) => `${text(patch)}\n`)] as const]
    return [[field, own.map((entry: unknown) => (isRecord(entry) ? { ...entry, patch: text(entry.patch) } : entry))] as const]
  })
  return Object.fromEntries(written)
}

/** `./apps/shop` of a repository is the folder `apps/shop`, whatever folder the input was read from. */
export function isUnder(file: string, path: string): boolean {
  const folder = path.replace(/^\.?\/+/, '').replace(/\/+$/, '')
  return folder !== '' && folder !== '.' && `/${file}`.includes(`/${folder}/`)
}

function named({ kinds, namespaces, name }: Reach): string {
  if (name === undefined || kinds === 'any' || kinds.length !== 1) return 'objects'
  return objectText({ kind: kinds[0]!, namespace: namespaces === 'any' ? '' : (namespaces[0] ?? ''), name })
}
