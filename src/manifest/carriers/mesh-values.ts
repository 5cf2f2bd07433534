import { parseAllDocuments } from 'yaml'
import type { Place } from '../../diagnostics/place.ts'
import { chartValuesIn } from '../../model/chart-values.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything } from '../../model/unread.ts'
import { isRecord } from '../object/identity.ts'
import { sourcesOf } from './argo-sources.ts'
import type { Carried } from './carried.ts'
import { mapOf, recordsOf, textsOf } from './parts.ts'

/**
 * Values that a release of istiod takes from elsewhere: `valuesFrom` of a HelmRelease, `valueFiles` of an Application. The values that stand in
 * the release itself are read as settings of the mesh. Where the ConfigMap that istiod's chart makes of them is in the input, or the values
 * themselves are, nothing is unknown.
 */
export function meshValues(object: SourceObject, objects: readonly SourceObject[], values: readonly SourceObject[]): Carried[] {
  if (objects.some(({ ref, value }) => ref.kind === 'ConfigMap' && /^istio(-|$)/.test(ref.name) && 'mesh' in mapOf(value.data))) return []
  return elsewhere(object)
    .filter(({ source }) => !isInInput(source, object, objects, values))
    .map(
      ({ place }): Carried => ({
        how: 'makes',
        what: 'the mesh settings of its values',
        place,
        reach: { ...anything, kinds: ['IstioOperator'] },
      }),
    )
}

interface Elsewhere {
  /** A reference to a ConfigMap or Secret, or the path of a file. */
  readonly source: unknown
  readonly place: Place
}

function elsewhere(object: SourceObject): Elsewhere[] {
  const spec = mapOf(object.value.spec)
  const at = object.place.field('spec')
  const ofSources = sourcesOf(object).flatMap(({ value, place }) => {
    const helm = mapOf(value.helm)
    if (!isIstiods(value.chart) && !isIstiods(value.path)) return []
    const files = [...textsOf(helm.valueFiles), ...recordsOf(helm.fileParameters).map((entry) => entry.value.path)]
    return files.map((source) => ({ source, place: place.field('helm') }))
  })
  // A chart that is only referred to (`chartRef`) may be istiod's.
  const chart = mapOf(mapOf(spec.chart).spec).chart ?? (spec.chartRef === undefined ? (mapOf(spec.helm).chart ?? spec.chart) : 'istiod')
  if (!isIstiods(chart)) return ofSources
  const refs = [spec, mapOf(spec.helm)].flatMap((part) => [
    ...recordsOf(part.valuesFrom).map(({ value }) => value),
    ...recordsOf(part.valuesSecrets).map(({ value }) => ({ kind: 'Secret', ...value })),
    ...textsOf(part.valuesFiles),
  ])
  return [...ofSources, ...refs.map((source) => ({ source, place: at }))]
}

function isIstiods(chart: unknown): boolean {
  return typeof chart === 'string' && /(?:^|\/)(?:istiod|istio|istio-discovery)\/?$/.test(chart)
}

/** A file of values that is read, or a ConfigMap whose text has no values of istiod. */
function isInInput(source: unknown, { ref }: SourceObject, objects: readonly SourceObject[], values: readonly SourceObject[]): boolean {
  if (typeof source === 'string') {
    const path = source.replace(/^\$\w+\//, '').replace(/^(?:\.{0,2}\/)+/, '')
    return values.some(({ ref: { file } }) => `/${file}`.endsWith(`/${path}`))
  }
  const { kind, name } = mapOf(source)
  const found = objects.find((one) => one.ref.kind === kind && one.ref.name === name && one.ref.namespace === ref.namespace)
  if (found === undefined || kind !== 'ConfigMap') return false
  return Object.values(mapOf(found.value.data)).every((text) => typeof text === 'string' && saysNothing(text))
}

function saysNothing(text: string): boolean {
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if (!Array.isArray(documents)) return true
  return documents.every((document) => {
    if (document.errors.length > 0) return false
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return !isRecord(value) || chartValuesIn(value, true).length === 0
  })
}
