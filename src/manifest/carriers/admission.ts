import { objectText, type Place } from '../../diagnostics/place.ts'
import { workloadKinds } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { dottedPath, type FieldPath } from '../kustomization/changed-fields.ts'
import type { Carried } from './carried.ts'
import { changedObjects } from './changed-objects.ts'
import { mapOf, recordsOf, textsOf } from './parts.ts'
import { kindOfPlural } from './plural-kinds.ts'

/** Assign, AssignMetadata and ModifySet of Gatekeeper; AssignImage changes images alone (open-policy-agent.github.io/gatekeeper/website/docs/mutation). */
export function ofGatekeeper(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  const spec = mapOf(object.value.spec)
  const match = mapOf(spec.match)
  const named = [spec.applyTo, match.kinds].map((list) => recordsOf(list).flatMap(({ value }) => textsOf(value.kinds)))
  const kinds = named.find((list) => list.length > 0) ?? ['*']
  const names = textsOf(match.namespaces)
  const namespaces = names.length === 0 || names.some((name) => name.includes('*')) ? undefined : names
  const location = typeof spec.location === 'string' ? spec.location : ''
  const fields = [dottedPath(location.replace(/"([^"]*)"/g, '[$1]').replace(/\[([^\]:]*):[^\]]*\]/g, '[$1=]'))]
  return changes(object.place.field('spec'), changedObjects({ kinds, namespaces, fields }, objects))
}

/** A MutatingAdmissionPolicy, and Kyverno's MutatingPolicy, which has its form: what they write stands in expressions (CEL). */
export function ofAdmissionPolicy(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  const spec = mapOf(object.value.spec)
  const resources = recordsOf(mapOf(spec.matchConstraints).resourceRules).flatMap(({ value }) => textsOf(value.resources))
  const text = JSON.stringify(spec.mutations ?? '')
  const own = object.ref.namespace === '' ? undefined : [object.ref.namespace]
  return resources.flatMap((resource) => {
    const kind = resource.startsWith('*') ? '*' : kindOfPlural(resource.replace(/\/.*$/, ''))
    if (kind === undefined) return []
    const idle = workloadKinds.has(kind) && !/labels|annotations|serviceAccount|hostNetwork|istio-proxy|ports/.test(text)
    return idle ? [] : changes(object.place.field('spec'), changedObjects({ kinds: [kind], namespaces: own, fields: [whole] }, objects))
  })
}

/** Karmada changes objects on their way to each cluster (karmada.io/docs/userguide/scheduling/override-policy). */
export function ofOverridePolicy(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  const spec = mapOf(object.value.spec)
  const overriders = recordsOf(spec.overrideRules).map(({ value }) => mapOf(value.overriders))
  const idle = [...overriders, mapOf(spec.overriders)].every((one) => Object.keys(one).every((key) => idleOverriders.has(key)))
  if (idle) return []
  const selectors = recordsOf(spec.resourceSelectors).map(({ value }) => value)
  const own = object.ref.namespace === '' ? undefined : [object.ref.namespace]
  const chosen =
    selectors.length === 0
      ? [{ kinds: ['*'], namespaces: own }]
      : selectors.map(({ kind, namespace }) => ({
          kinds: [String(kind)],
          namespaces: own ?? (typeof namespace === 'string' ? [namespace] : undefined),
        }))
  return chosen.flatMap((one) => changes(object.place.field('spec'), changedObjects({ ...one, fields: [whole] }, objects)))
}

const whole: FieldPath = []
const idleOverriders: ReadonlySet<string> = new Set(['imageOverrider', 'commandOverrider', 'argsOverrider'])

/** Says of each of these objects that it is changed. */
export function changes(place: Place, reaches: ReturnType<typeof changedObjects>): Carried[] {
  return reaches.map((reach) => ({
    how: 'changes',
    what: objectText({ kind: String(reach.kinds[0]), namespace: String(reach.namespaces[0]), name: reach.name ?? '' }),
    place,
    reach,
  }))
}
