import type {
  EndpointAttribute,
  EndpointDirection,
  EndpointPeer,
  EndpointPolicy,
  EndpointRequirement,
  EndpointRule,
  EndpointTraffic,
} from '../../../src/model/endpoint-policy.ts'
import { placeAt } from '../../decide/rules/seen.ts'

export function needs(
  attribute: EndpointAttribute,
  operator: EndpointRequirement['operator'] = 'Exists',
  ...values: readonly string[]
): EndpointRequirement {
  return { attribute, operator, values, place: placeAt('requirement') }
}

export function label(name: string, ...values: readonly string[]): EndpointRequirement {
  return needs({ kind: 'label', name }, values.length === 0 ? 'Exists' : 'In', ...values)
}

export function fromPods(...selector: readonly EndpointRequirement[]): EndpointPeer {
  return { kind: 'endpoints', selector, place: placeAt('peer') }
}

export function toPort(
  port: number | string,
  transport: Extract<EndpointTraffic, { kind: 'ports' }>['transport'] = 'TCP',
): EndpointTraffic {
  return { kind: 'ports', transport, port: typeof port === 'string' ? port : { from: port, to: port }, place: placeAt('traffic') }
}

export function endpointRule(name: string, changes: Partial<EndpointRule> = {}): EndpointRule {
  return { unmodelled: [], place: placeAt(name), ...changes }
}

const silent: EndpointDirection = { defaultDeny: false, allow: [], deny: [] }

/** CiliumNetworkPolicy `shop/NAME` for all pods of its namespace, about what comes in. */
export function endpointPolicy(name: string, ingress: Partial<EndpointDirection>, changes: Partial<EndpointPolicy> = {}): EndpointPolicy {
  return {
    name,
    namespace: 'shop',
    subject: { kind: 'endpoints', selector: [needs({ kind: 'namespace' }, 'In', 'shop')] },
    ingress: { ...silent, ...ingress },
    egress: silent,
    unmodelled: [],
    written: name,
    place: placeAt(name),
    ...changes,
  }
}
