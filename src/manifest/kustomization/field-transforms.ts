import type { Place } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, type Reach } from '../../model/unread.ts'
import { isRecord } from '../object/identity.ts'
import { holdsMeshConfig, isMeshKey } from './deciding-fields.ts'
import { listOf } from './kustomization.ts'
import { everythingPassing, type KustomizeTransform, type Passing, reachesOf } from './transform.ts'

/**
 * What the fields of a kustomization besides patches touch. Images, replicas, Secrets and ordinary ConfigMaps decide about no request;
 * validators change nothing (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization).
 */
export function fieldTransforms(passing: Passing): KustomizeTransform[] {
  const { one } = passing
  const found: KustomizeTransform[] = []
  const add = (what: string, place: Place, reaches: readonly Reach[]) =>
    found.push(...reaches.map((reach) => ({ by: one, place, what, reach })))
  for (const field of Object.keys(one.value)) {
    const place = one.place.field(field)
    if (!known.has(field)) add(`the unknown field \`${field}\``, place, everythingPassing(passing))
    else if (whole.has(field) && isSet(one.value[field])) add(`\`${field}\``, place, everythingPassing(passing))
  }
  add('`namespace`', one.place.field('namespace'), renamespaced(passing))
  if (listOf(one.value, 'vars').length > 0) {
    const using = passing.objects.filter(({ value }) => JSON.stringify(value).includes('$('))
    add('`vars`', one.place.field('vars'), passing.complete ? reachesOf(using) : [anything])
  }
  if (setsDecidingLabels(passing)) add('a label that selectors use', labelsPlace(passing), everythingPassing(passing))
  const annotations = one.value.commonAnnotations
  if (isRecord(annotations) && Object.keys(annotations).some(isMeshKey))
    add('`commonAnnotations`', one.place.field('commonAnnotations'), everythingPassing(passing))
  for (const [index, generator] of listOf(one.value, 'configMapGenerator').entries())
    if (isRecord(generator) && holdsMeshConfig(typeof generator.name === 'string' ? generator.name : undefined))
      add('a generated ConfigMap', one.place.field('configMapGenerator').index(index), [{ ...anything, kinds: ['ConfigMap'] }])
  return found
}

/** Fields that touch everything that passes, where they are set. */
const whole: ReadonlySet<string> = new Set(['namePrefix', 'nameSuffix', 'transformers', 'configurations'])

const known: ReadonlySet<string> = new Set([
  ...['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'components', 'namespace', 'commonLabels', 'labels', 'commonAnnotations'],
  ...['patches', 'patchesStrategicMerge', 'patchesJson6902', 'images', 'imageTags', 'replicas', 'replacements', 'vars', 'sortOptions'],
  ...['crds', 'openapi', 'configMapGenerator', 'secretGenerator', 'generatorOptions', 'generators', 'validators', 'buildMetadata'],
  ...['helmCharts', 'helmGlobals', 'helmChartInflationGenerator', ...whole],
])

function isSet(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/**
 * A kustomization's namespace takes the place of every other one, of the name of a Namespace too. Objects that are read in it anyway are not
 * touched.
 */
function renamespaced({ one, objects }: Passing): Reach[] {
  const { namespace } = one
  if (namespace === undefined) return []
  const moved = objects.filter(({ ref }) => (ref.kind === 'Namespace' ? ref.name : ref.namespace || namespace) !== namespace)
  const reaches = reachesOf(moved)
  return reaches.flatMap((reach): Reach[] => [
    reach,
    reach.kinds.includes('Namespace') ? { ...reach, name: namespace } : { kinds: reach.kinds, namespaces: [namespace] },
  ])
}

/** Labels decide where something selects by their keys, or where the mesh reads them. */
function setsDecidingLabels({ one, input }: Passing): boolean {
  const labels = listOf(one.value, 'labels').filter(isRecord)
  const onPods = [one.value.commonLabels, ...labels.filter(reachesPods).map(({ pairs }) => pairs)].flatMap(keysOf)
  const onObjects = labels.flatMap(({ pairs }) => keysOf(pairs))
  return (
    [...onPods, ...onObjects].some(isMeshKey) ||
    onPods.some((key) => input.some((object) => mentions(key, object))) ||
    onObjects.some((key) => input.some((object) => mentions(key, object) && selectsNamespaces(object)))
  )
}

function keysOf(pairs: unknown): string[] {
  return isRecord(pairs) ? Object.keys(pairs) : []
}

/** Without these fields only the labels of the objects themselves are set. */
function reachesPods(labels: Readonly<Record<string, unknown>>): boolean {
  return labels.includeSelectors === true || labels.includeTemplates === true || 'fields' in labels || 'fieldSpecs' in labels
}

/** Whether something of an object besides its metadata names a label. */
export function mentions(key: string, { value }: SourceObject): boolean {
  const { metadata: _, ...rest } = value
  return JSON.stringify(rest).includes(JSON.stringify(key))
}

function selectsNamespaces({ value }: SourceObject): boolean {
  return /amespaceSelector|discoverySelectors|allowedRoutes/.test(JSON.stringify(value))
}

function labelsPlace({ one }: Passing): Place {
  return one.place.field(one.value.commonLabels === undefined ? 'labels' : 'commonLabels')
}
