import type { Attachment, AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { EndpointPolicy } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
import { attachmentOf } from '../refusals/network-policies.ts'

/** Whether a policy of Istio may decide about requests to the pods of a Service. */
export function governsPods({ attachment, effect, dryRun }: AuthorizationPolicy, service: Service): boolean {
  return effect !== 'audit' && !dryRun && attachmentsMayOverlap(attachment, podsOf(service))
}

/** The same of a policy of the network. One that the agent of Cilium refuses decides about nothing. */
export function governsPodsInCilium(policy: EndpointPolicy, service: Service): boolean {
  return policy.refused === undefined && policy.subject.kind === 'endpoints' && attachmentsMayOverlap(attachmentOf(policy), podsOf(service))
}

/** Whether some policy may refuse requests to the pods of a Service. Which pods an EndpointSlice names is not known. */
export function mayBeRefused(service: Service, { authorization, endpointPolicies }: Mesh): boolean {
  if (service.selector === undefined) return true
  return (
    authorization.some((policy) => governsPods(policy, service)) ||
    endpointPolicies.some(
      (policy) => (policy.ingress.defaultDeny || policy.ingress.deny.length > 0) && governsPodsInCilium(policy, service),
    )
  )
}

function podsOf({ namespace, selector = {}, place }: Service): Attachment {
  return { scope: 'workloads', namespace, labels: selector, place }
}
