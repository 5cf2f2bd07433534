import type { ListenerSetSpec } from '../../../src/crd/generated/types/gateway-api/listener-set.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { specOf } from '../../../src/model/object.ts'
import { noteListenerFilters } from './listener-filters.ts'

const group = 'gateway.networking.k8s.io'
const tried = 'gateway.networking.x-k8s.io'

/**
 * Gateway API objects that are known and say nothing that the model holds: grants are only asked for by routes of gateways, and listener
 * sets belong to gateways, which stay as they are. Of what is tried out, a mesh names its controller, telemetry decides nothing, and the
 * settings of a Service limit retries (istio:pilot/pkg/config/kube/gateway/backend_policies.go).
 */
export const notModelled: readonly KindReader[] = [
  { group, kind: 'ReferenceGrant', phase: 'objects', read: () => true },
  ...['XMesh', 'XTelemetryPolicy'].map((kind) => ({ group: tried, kind, phase: 'objects' as const, read: () => true })),
  {
    group: tried,
    kind: 'XBackendTrafficPolicy',
    phase: 'objects',
    read({ ref, place }, _context, into) {
      const reach = { kinds: [ref.kind], namespaces: [ref.namespace], name: ref.name }
      into.unread.push({ why: 'not-modelled', what: objectText(ref), reach, span: place.span, place })
      return true
    },
  },
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
