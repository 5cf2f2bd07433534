import { objectText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { type EndpointPolicy, type EndpointRule, onlyDenies } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Labels } from '../../../src/model/workload.ts'
import type { PolicyObstacle } from './obstacles.ts'
import { within } from './within.ts'

/**
 * Policies of the network that may let clients into pods today: NetworkPolicies, and policies of Cilium with permissions or with default deny.
 * What else lets clients in would be added to what they allow, while a request has to pass both a sidecar and them. Policies that only deny take
 * away from either, and one that Cilium's agent refuses is not there.
 */
export function policiesThatLetIn(mesh: Mesh): readonly PolicyObstacle[] {
  return [
    ...mesh.networkPolicies
      .filter(({ directions }) => directions.includes('ingress'))
      .map(({ namespace, pods, place }) => ({
        attachment: within(namespace, pods.labels, place),
        what: objectText(place.object),
        place,
      })),
    ...mesh.endpointPolicies
      .filter((policy) => policy.refused === undefined && policy.subject.kind === 'endpoints' && mayLetIn(policy))
      .map((policy) => ({
        attachment: attachmentOf(policy),
        without: excludedBy(policy),
        what: objectText(policy.place.object),
        place: policy.place,
      })),
  ]
}

function mayLetIn({ ingress, unmodelled }: EndpointPolicy): boolean {
  const isOpen = !ingress.defaultDeny && ingress.allow.length + ingress.deny.length === 0
  return !isOpen && (unmodelled.length > 0 || !onlyDenies(ingress))
}

/**
 * Policies of Cilium for which the proxy of a node reads what clients send. With sidecars it meets mutual TLS and refuses it, so that what pods
 * are sent today and what they are sent without sidecars is not the same.
 */
export function policiesAboutRequests(mesh: Mesh): readonly PolicyObstacle[] {
  return mesh.endpointPolicies
    .filter(({ refused, ingress }) => refused === undefined && ingress.allow.some(asksProxy))
    .map((policy) => ({ attachment: attachmentOf(policy), what: objectText(policy.place.object), place: policy.place }))
}

function asksProxy({ http, serverNames, unmodelled }: EndpointRule): boolean {
  return http !== undefined || serverNames !== undefined || unmodelled.length > 0
}

/** Values of labels that the selector of a policy excludes, as in `{key: app, operator: NotIn, values: [web]}`. */
function excludedBy({ subject }: EndpointPolicy): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    subject.selector.flatMap(({ attribute, operator, values }) =>
      operator === 'NotIn' && attribute.kind === 'label' ? [[attribute.name, values]] : [],
    ),
  )
}

/** The pods that a policy may select, as far as single values of labels tell: more than them where it asks in other ways. */
export function attachmentOf({ namespace, subject, place }: EndpointPolicy): Attachment {
  const single = subject.selector.filter(({ operator, values }) => operator === 'In' && values.length === 1)
  const labels: Labels = Object.fromEntries(
    single.flatMap(({ attribute, values }) => (attribute.kind === 'label' ? [[attribute.name, values[0]!]] : [])),
  )
  const [own = namespace] = single.flatMap(({ attribute, values }) => (attribute.kind === 'namespace' ? values : []))
  if (own !== '') return within(own, labels, place)
  return Object.keys(labels).length === 0 ? { scope: 'mesh' } : { scope: 'workloads', labels, place }
}
