import type { ListenerSetSpec } from '../../../src/crd/generated/types/gateway-api/listener-set.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { specOf } from '../../../src/model/object.ts'
import { noteListenerFilters } from './listener-filters.ts'

const group = 'gateway.networking.k8s.io'

/**
 * Gateway API objects that are known and say nothing that the model holds: grants are only asked for by routes of gateways, and listener
 * sets belong to gateways, which stay as they are.
 */
export const notModelled: readonly KindReader[] = [
  { group, kind: 'ReferenceGrant', phase: 'objects', read: () => true },
  {
    group,
    kind: 'ListenerSet',
    phase: 'objects',
    read(object, _context, into) {
      noteListenerFilters(object, specOf<ListenerSetSpec>(object).listeners ?? [], into)
      return true
    },
  },
]
