import { parseDocument } from 'yaml'
import type { Place } from '../../diagnostics/place.ts'
import { canonical } from '../../model/canonical.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything } from '../../model/unread.ts'
import { isRecord } from '../identity.ts'
import { mayBeIstios } from '../reach-of-text.ts'
import { sourcesOf } from './argo-sources.ts'
import type { Carried } from './carried.ts'
import { mapOf, recordsOf } from './parts.ts'

/**
 * Settings of the mesh among the Helm values that a HelmRelease, an Application or a HelmChart gives to istiod's chart. Where the ConfigMap
 * that the chart makes is in the input and says the same, nothing is unknown.
 */
export function meshValues(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  return valuesOf(object).flatMap(({ value, place }): Carried[] =>
    ['meshConfig', 'sidecarInjectorWebhook']
      .filter((key) => partsNamed(value, key).some((part) => !isSaidByConfigMap(part, objects)))
      .map((key) => ({ how: 'makes', what: `the mesh settings in ${key}`, place, reach: { ...anything, kinds: ['IstioOperator'] } })),
  )
}

/** Whether every setting stands with the same value in a ConfigMap of istiod. */
function isSaidByConfigMap(settings: unknown, objects: readonly SourceObject[]): boolean {
  if (!isRecord(settings)) return false
  return objects.some(({ ref, value }) => {
    const mesh = ref.kind === 'ConfigMap' && mayBeIstios(ref.name) ? read(mapOf(value.data).mesh) : undefined
    return isRecord(mesh) && Object.entries(settings).every(([key, own]) => canonical(mesh[key]) === canonical(own))
  })
}

function valuesOf(object: SourceObject): { readonly value: unknown; readonly place: Place }[] {
  const spec = mapOf(object.value.spec)
  const at = object.place.field('spec')
  const own = ['values', 'valuesContent', 'valuesTemplate'].map((field) => ({ value: read(spec[field]), place: at.field(field) }))
  const ofSources = sourcesOf(object).flatMap(({ value, place }) => {
    const helm = mapOf(value.helm)
    const parameters = recordsOf(helm.parameters).map(({ value: one }) => [
      /meshConfig|sidecarInjectorWebhook/.exec(String(one.name))?.[0] ?? '',
      one.value,
    ])
    return [{ value: [read(helm.values), helm.valuesObject, Object.fromEntries(parameters)], place: place.field('helm') }]
  })
  return [...own, ...ofSources]
}

function read(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const document = parseDocument(value, { logLevel: 'silent' })
  // Text that does not parse may say it all the same.
  if (document.errors.length > 0) return Object.fromEntries([...value.matchAll(/^\s*(\w+):/gm)].map((match) => [match[1]!, true]))
  return document.toJS({ maxAliasCount: 100 }) as unknown
}

/** What stands under a key, wherever: a chart of charts has the values of istiod below its name. */
function partsNamed(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => partsNamed(item, key))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, part]) => (name === key ? [part] : partsNamed(part, key)))
}
