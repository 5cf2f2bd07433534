import { parseDocument } from 'yaml'
import type { Place } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything } from '../../model/unread.ts'
import { isRecord } from '../identity.ts'
import { sourcesOf } from './argo-sources.ts'
import type { Carried } from './carried.ts'
import { mapOf, recordsOf } from './parts.ts'

/**
 * Settings of the mesh among the Helm values that a HelmRelease, an Application or a HelmChart gives to istiod's chart. Where the ConfigMap
 * that the chart makes is in the input, that is what counts.
 */
export function meshValues(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  const known = new Set(objects.filter(({ ref }) => ref.kind === 'ConfigMap').map(({ ref }) => ref.name))
  const holds = (prefix: RegExp) => [...known].some((name) => prefix.test(name))
  const settings = [
    ...(holds(/^istio(?!-sidecar-injector)(?:-|$)/) ? [] : ['meshConfig']),
    ...(holds(/^istio-sidecar-injector/) ? [] : ['sidecarInjectorWebhook']),
  ]
  return valuesOf(object).flatMap(({ value, place }): Carried[] => {
    const found = settings.filter((key) => hasKey(value, key))
    return found.map((key) => ({
      how: 'makes',
      what: `the mesh settings in ${key}`,
      place,
      reach: { ...anything, kinds: ['IstioOperator'] },
    }))
  })
}

function valuesOf(object: SourceObject): { readonly value: unknown; readonly place: Place }[] {
  const spec = mapOf(object.value.spec)
  const at = object.place.field('spec')
  const own = ['values', 'valuesContent', 'valuesTemplate'].map((field) => ({ value: read(spec[field]), place: at.field(field) }))
  const ofSources = sourcesOf(object).flatMap(({ value, place }) => {
    const helm = mapOf(value.helm)
    const parameters = recordsOf(helm.parameters).map(({ value: one }) => [String(one.name).split('.')[0], one.value])
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

function hasKey(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some((item) => hasKey(item, key))
  return isRecord(value) && (key in value || Object.values(value).some((part) => hasKey(part, key)))
}
