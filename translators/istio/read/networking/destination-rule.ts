import type { DestinationRuleSpec, DestinationRuleSpecSubsets } from '../../../../src/crd/generated/types/istio/destination-rule.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { BackendPolicy, Subset } from '../../../../src/model/backend.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { readTrafficPolicy } from './traffic-policy.ts'

const subset: FieldMap<DestinationRuleSpecSubsets, Subset, void> = {
  name: (name) => ({ name }),
  labels: (labels) => ({ labels }),
  trafficPolicy: (policy, at) => ({ policy: readTrafficPolicy(policy, at) }),
}

const fields: FieldMap<DestinationRuleSpec, BackendPolicy, void> = {
  host: (host, at) => ({ host, hostPlace: at }),
  exportTo: (exportTo) => (exportTo.length === 0 ? {} : { exportTo }),
  workloadSelector: ({ matchLabels = {} }) => (Object.keys(matchLabels).length === 0 ? {} : { clientSelector: matchLabels }),
  trafficPolicy: (policy, at) => ({ policy: readTrafficPolicy(policy, at) }),
  subsets: (subsets, at) => ({ subsets: subsets.map((value, index) => readSubset(value, at.index(index))) }),
}

export const destinationRuleReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'DestinationRule',
  phase: 'objects',
  read(object, _context, into) {
    const place = object.place.field('spec')
    into.backendPolicies.push({
      name: object.ref.name,
      namespace: object.ref.namespace,
      host: '',
      hostPlace: place.field('host'),
      subsets: [],
      owners: object.owners,
      ...(object.creationTimestamp === undefined ? {} : { creationTimestamp: object.creationTimestamp }),
      place: object.place,
      ...readFields(fields, specOf<DestinationRuleSpec>(object), place, undefined),
    })
    return true
  },
}

function readSubset(value: DestinationRuleSpecSubsets, at: Place): Subset {
  return { name: '', labels: {}, ...readFields(subset, value, at, undefined), place: at }
}
