import type { SourceObject } from '../../model/object.ts'
import { changes } from './admission.ts'
import type { Carried } from './carried.ts'
import { changedObjects } from './changed-objects.ts'
import { mapOf, recordsOf, textsOf } from './parts.ts'
import { kindOfPlural } from './plural-kinds.ts'

/**
 * A webhook that is called for policies or routes of Istio or the Gateway API may change them by its own code: what is stored may differ from what was read. One
 * for pods alone, such as the injector, is not meant, and neither are those of policy engines whose policies are read.
 */
export function ofMutatingWebhook(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  return recordsOf(object.value.webhooks).flatMap(({ value: webhook, index }) => {
    if (enginesThatAreRead.has(String(mapOf(mapOf(webhook.clientConfig).service).name))) return []
    const rules = recordsOf(webhook.rules).flatMap(({ value: rule }) => kindsOf(rule))
    const kinds = [...new Set(rules)]
    const changed = kinds.length === 0 ? [] : changedObjects({ kinds, fields: [[]] }, objects.filter(isMeant))
    return changes(object.place.field('webhooks').index(index), changed)
  })
}

/** The kinds that a rule has the webhook called for, when they are made or changed. */
function kindsOf(rule: Readonly<Record<string, unknown>>): readonly string[] {
  if (!textsOf(rule.apiGroups).some((group) => group === '*' || groups.has(group))) return []
  if (!textsOf(rule.operations).some((operation) => operation === '*' || operation === 'CREATE' || operation === 'UPDATE')) return []
  return textsOf(rule.resources).flatMap((resource) => {
    if (resource === '*' || resource === '*/*') return ['*']
    return kindOfPlural(resource) ?? []
  })
}

const groups: ReadonlySet<string> = new Set(['security.istio.io', 'networking.istio.io', 'gateway.networking.k8s.io'])

const isMeant = ({ ref }: SourceObject): boolean => groups.has(ref.apiVersion.split('/', 1)[0]!)

/** Services of Gatekeeper and Kyverno: what these change stands in objects of their own. */
const enginesThatAreRead: ReadonlySet<string> = new Set(['gatekeeper-webhook-service', 'kyverno-svc'])
