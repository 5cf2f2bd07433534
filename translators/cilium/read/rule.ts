import type { CiliumNetworkPolicySpec } from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { ObjectRef, Place } from '../../../src/diagnostics/place.ts'
import type { EndpointDirection, EndpointPolicy, EndpointRule, EndpointSelector } from '../../../src/model/endpoint-policy.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import { readEgress, readEgressDeny, readIngress, readIngressDeny } from './direction.ts'
import type { Reading } from './reading.ts'
import { readSubject } from './selector.ts'

/** What depends on the release of Cilium. */
export interface ReleaseFacts {
  /** Whether it is the release whose agent was asked. */
  readonly measured: boolean
  /** Up to Cilium 1.17, HTTP rules restrict although no policy closes the pod (cilium#38676). */
  readonly httpAlwaysRestricts: boolean
  /** Whether HTTP rules may be on a range of ports; up to Cilium 1.16 they keep the whole policy out. */
  readonly httpOnRanges: boolean
}

interface Parts {
  readonly endpoints: EndpointSelector
  readonly nodes: EndpointSelector
  readonly ingress: readonly EndpointRule[]
  readonly ingressDeny: readonly EndpointRule[]
  readonly egress: readonly EndpointRule[]
  readonly egressDeny: readonly EndpointRule[]
  readonly defaultDeny: { readonly ingress?: boolean; readonly egress?: boolean }
}

const fields: FieldMap<CiliumNetworkPolicySpec, Parts, Reading> = {
  endpointSelector: (spec, at, reading) => ({ endpoints: readSubject(spec, at, reading) }),
  nodeSelector: (spec, at, reading) => {
    // A namespaced policy cannot select nodes.
    if (reading.namespace !== undefined) reading.refusals.push(at)
    return { nodes: readSubject(spec, at, reading) }
  },
  ingress: (rules, at, reading) => ({ ingress: readIngress(rules, at, reading) }),
  ingressDeny: (rules, at, reading) => ({ ingressDeny: readIngressDeny(rules, at, reading) }),
  egress: (rules, at, reading) => ({ egress: readEgress(rules, at, reading) }),
  egressDeny: (rules, at, reading) => ({ egressDeny: readEgressDeny(rules, at, reading) }),
  enableDefaultDeny: (defaultDeny) => ({ defaultDeny }),
  description: unread('decides nothing'),
  labels: unread('names the rule in reports of Cilium'),
  log: unread('marks what is logged'),
}

/**
 * One rule of a policy: `spec`, or a member of `specs`. A direction for which it has an entry is closed to everything else,
 * unless `enableDefaultDeny` says otherwise (cc:pkg/policy/api/rule_validation.go).
 */
export function readEndpointRule(
  spec: CiliumNetworkPolicySpec,
  place: Place,
  { namespace, name }: ObjectRef,
  { measured, httpAlwaysRestricts, httpOnRanges }: ReleaseFacts,
): EndpointPolicy {
  const [problems, refusals]: [Place[], Place[]] = [[], []]
  const forNodes = spec.nodeSelector !== undefined
  const reading: Reading = { namespace: namespace === '' ? undefined : namespace, forNodes, measured, httpOnRanges, problems, refusals }
  const parts = readFields(fields, spec, place, reading)
  const { endpoints, nodes, defaultDeny = {} } = parts
  // A rule without an entry in any section is refused (measured: Cilium 1.20.2).
  if (empty(parts.ingress, parts.ingressDeny) && empty(parts.egress, parts.egressDeny)) refusals.push(place)
  // Exactly one of the selectors.
  if ((endpoints === undefined) === (nodes === undefined)) refusals.push(place)
  const direction = (allow: readonly EndpointRule[] = [], deny: readonly EndpointRule[] = [], closed?: boolean): EndpointDirection => ({
    // A direction without an entry stays open, whatever `enableDefaultDeny` says of it (measured: Cilium 1.20.2).
    defaultDeny: (closed ?? true) && allow.length + deny.length > 0,
    allow: httpAlwaysRestricts && closed === false ? allow.map(restricting) : allow,
    deny,
  })
  return {
    name,
    namespace,
    subject:
      nodes !== undefined && endpoints === undefined
        ? { kind: 'nodes', selector: nodes }
        : { kind: 'endpoints', selector: endpoints ?? readSubject({}, place, reading) },
    ingress: direction(parts.ingress, parts.ingressDeny, defaultDeny.ingress),
    egress: direction(parts.egress, parts.egressDeny, defaultDeny.egress),
    unmodelled: [...refusals, ...problems],
    ...(measured && refusals.length > 0 ? { refused: refusals[0]! } : {}),
    written: JSON.stringify(spec),
    place,
  }
}

function empty(allow: readonly EndpointRule[] = [], deny: readonly EndpointRule[] = []): boolean {
  return allow.length + deny.length === 0
}

function restricting(rule: EndpointRule): EndpointRule {
  return rule.http === undefined ? rule : { ...rule, unmodelled: [...rule.unmodelled, rule.place] }
}
