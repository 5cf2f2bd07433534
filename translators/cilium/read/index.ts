import type { CiliumNetworkPolicySpec } from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { readRule } from './rule.ts'

interface Body {
  readonly spec?: CiliumNetworkPolicySpec
  readonly specs?: readonly CiliumNetworkPolicySpec[]
}

/** Cilium's policies, each of their rules a policy of its own: in Cilium all rules form one pool, whichever object holds them. */
export const ciliumReaders: readonly KindReader[] = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].map((kind) => ({
  group: 'cilium.io',
  kind,
  phase: 'objects',
  read({ ref, value, place }, _context, into) {
    const { spec, specs = [] } = value as Body
    if (spec !== undefined) into.endpointPolicies.push(readRule(spec, place.field('spec'), ref))
    into.endpointPolicies.push(...specs.map((one, index) => readRule(one, place.field('specs').index(index), ref)))
    if (spec === undefined && specs.length === 0) into.unread.push({ kind, namespace: ref.namespace, name: ref.name, place })
    return true
  },
}))
