import type { GatewaySpecListeners } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { ListenerSetSpecListeners } from '../../../src/crd/generated/types/gateway-api/listener-set.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { MeshBuilder } from '../../../src/model/builder.ts'
import type { SourceObject } from '../../../src/model/object.ts'

/**
 * Filters of a listener, of the experimental channel since Gateway API 1.7, come before every route and may ask an authorizer (`ExternalAuth`) or
 * be an extension. They go on with their Gateway; what they decide is not in the model.
 */
export function noteListenerFilters(
  { ref, place }: SourceObject,
  listeners: readonly (GatewaySpecListeners | ListenerSetSpecListeners)[],
  into: MeshBuilder,
): void {
  for (const [index, { filters }] of listeners.entries()) {
    if ((filters?.requests ?? []).length === 0) continue
    const at = place.field('spec').field('listeners').index(index).field('filters')
    into.unread.push({
      why: 'not-modelled',
      what: `the filter of a listener of ${objectText(ref)}`,
      reach: { kinds: [ref.kind], namespaces: [ref.namespace], name: ref.name },
      span: at.span,
      place: at,
    })
  }
}
