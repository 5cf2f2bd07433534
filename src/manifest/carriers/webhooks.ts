import type { SourceObject } from '../../model/object.ts'
import { changes } from './admission.ts'
import type { Carried } from './carried.ts'
import { changedObjects } from './changed-objects.ts'
import { mapOf, recordsOf, textsOf } from './parts.ts'
import { kindOfPlural } from './plural-kinds.ts'

/**
 * A webhook that is called for policies or routes of Istio, the Gateway API or Cilium may change them by its own code: what is stored may differ from what was
 * read. One for pods alone, such as the injector, is not meant, and neither are those of policy engines whose policies are read. Services of the input have
 * passed their webhooks before; those of `added` have not. Labels of Namespaces decide who is enrolled, and enrolling one is an UPDATE that calls its webhooks.
 */
export function ofMutatingWebhook(object: SourceObject, objects: readonly SourceObject[], added: ReadonlySet<SourceObject>): Carried[] {
  return recordsOf(object.value.webhooks).flatMap(({ value: webhook, index }) => {
    const called = String(mapOf(mapOf(webhook.clientConfig).service).name)
    if (enginesThatAreRead.has(called)) return []
    const rules = recordsOf(webhook.rules).map(({ value: rule }) => rule)
    const kinds = [...new Set(rules.flatMap((rule) => kindsOf(rule, isGroupRead)))]
    const core = rules.flatMap((rule) => kindsOf(rule, isCore))
    const services = classOfLoadBalancers.has(called) ? [] : core.filter((kind) => maySay(kind, 'Service'))
    const namespaces = core.filter((kind) => maySay(kind, 'Namespace'))
    const changed = [
      ...(kinds.length === 0 ? [] : changedObjects({ kinds, fields: [[]] }, objects.filter(isMeant))),
      ...(services.length === 0 ? [] : changedObjects({ kinds: ['Service'], fields: [[]] }, [...added].filter(isService))),
      ...(namespaces.length === 0 ? [] : changedObjects({ kinds: ['Namespace'], fields: [[]] }, objects.filter(isNamespace))),
    ]
    return changes(object.place.field('webhooks').index(index), changed)
  })
}

/** The kinds that a rule has the webhook called for, when they are made or changed. */
function kindsOf(rule: Readonly<Record<string, unknown>>, isAsked: (group: string) => boolean): readonly string[] {
  if (!textsOf(rule.apiGroups).some((group) => group === '*' || isAsked(group))) return []
  if (!textsOf(rule.operations).some((operation) => operation === '*' || operation === 'CREATE' || operation === 'UPDATE')) return []
  return textsOf(rule.resources).flatMap((resource) => {
    if (resource === '*' || resource === '*/*') return ['*']
    // `pods/*` has the webhook called for pods and for each of their subresources (k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules).
    return kindOfPlural(resource.replace(/\/[*]$/, '')) ?? []
  })
}

const groups: ReadonlySet<string> = new Set(['security.istio.io', 'networking.istio.io', 'gateway.networking.k8s.io', 'cilium.io'])

const isGroupRead = (group: string): boolean => groups.has(group)
const isCore = (group: string): boolean => group === ''
const maySay = (said: string, kind: string): boolean => said === '*' || said === kind

const isMeant = ({ ref }: SourceObject): boolean => isGroupRead(ref.apiVersion.split('/', 1)[0]!)
const isNamespace = ({ ref }: SourceObject): boolean => ref.kind === 'Namespace' && ref.apiVersion === 'v1'
const isService = ({ ref }: SourceObject): boolean => ref.kind === 'Service' && ref.apiVersion === 'v1'

/** Services of Gatekeeper and Kyverno: what these change stands in objects of their own. */
const enginesThatAreRead: ReadonlySet<string> = new Set(['gatekeeper-webhook-service', 'kyverno-svc'])

/**
 * The AWS Load Balancer Controller sets `loadBalancerClass` of Services of type LoadBalancer and changes nothing else of Services
 * (aws-load-balancer-controller:webhooks/core/service_mutator.go); no output adds such a Service.
 */
const classOfLoadBalancers: ReadonlySet<string> = new Set(['aws-load-balancer-webhook-service'])
