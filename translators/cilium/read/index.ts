import type { CiliumNetworkPolicySpec } from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { type ObjectRef, objectText, type Place, pathText } from '../../../src/diagnostics/place.ts'
import { atLeast, type KindReader } from '../../../src/model/dialect.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'
import { takesHttpOnRanges } from '../releases.ts'
import { addressGroupReader } from './address-group.ts'
import { envoyConfigReaders } from './envoy/index.ts'
import { pooledNetworkPolicyReader } from './network-policy.ts'
import { readEndpointRule } from './rule.ts'

interface Body {
  readonly spec?: CiliumNetworkPolicySpec
  readonly specs?: readonly CiliumNetworkPolicySpec[]
}

function notModelled(ref: ObjectRef, place: Place): UnreadInput {
  const { kind, namespace, name } = ref
  return { why: 'not-modelled', what: objectText(ref), reach: { kinds: [kind], namespaces: [namespace], name }, span: place.span, place }
}

/** What the agent does with odd policies was measured for Cilium 1.20.2; no other release is known to do the same. */
function isMeasured(version: string): boolean {
  return atLeast(version, '1.20') && !atLeast(version, '1.21')
}

/** Cilium's policies, each of their rules a policy of its own: in Cilium all rules form one pool, whichever object holds them. */
const policyReaders: readonly KindReader[] = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].map((kind) => ({
  group: 'cilium.io',
  kind,
  phase: 'objects',
  read({ ref, value, place }, { versions, diagnostics }, into) {
    const { spec, specs = [] } = value as Body
    const release = {
      measured: isMeasured(versions.cilium),
      httpAlwaysRestricts: !atLeast(versions.cilium, '1.18'),
      httpOnRanges: takesHttpOnRanges(versions.cilium),
    }
    const rules = [
      ...(spec === undefined ? [] : [readEndpointRule(spec, place.field('spec'), ref, release)]),
      ...specs.map((one, index) => readEndpointRule(one, place.field('specs').index(index), ref, release)),
    ]
    // One rule that is not taken keeps all of its object out (cc:pkg/k8s/apis/cilium.io/v2/cnp_types.go Parse).
    const unmodelled = rules.flatMap((rule) => rule.unmodelled)
    const refused = rules.find((rule) => rule.refused !== undefined)?.refused
    into.endpointPolicies.push(...rules.map((rule) => ({ ...rule, unmodelled, ...(refused === undefined ? {} : { refused }) })))
    if (refused !== undefined)
      diagnostics.push(diagnose(catalogue.ciliumPolicyRefused, refused, { object: objectText(ref), field: pathText(refused.path) }))
    if (spec === undefined && specs.length === 0) into.unread.push({ ...notModelled(ref, place), why: 'invalid' })
    return true
  },
}))

export const ciliumReaders: readonly KindReader[] = [...policyReaders, pooledNetworkPolicyReader, addressGroupReader, ...envoyConfigReaders]
