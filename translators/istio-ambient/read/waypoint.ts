import type { GatewaySpecListenersAllowedRoutesNamespaces } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import type { Waypoint } from '../../../src/model/gateway.ts'
import type { SourceObject } from '../../../src/model/object.ts'

/** `allowedRoutes.namespaces` of a listener. */
export type AllowedNamespaces = GatewaySpecListenersAllowedRoutesNamespaces & { readonly place: Place }

const traffics: ReadonlySet<string> = new Set(['service', 'workload', 'all', 'none'])

/**
 * Reads a waypoint. It serves Services unless its label says otherwise, runs as the service account of its own name, and is not ready
 * until it has an address: until then traffic goes past it (istio:pilot/pkg/serviceregistry/ambient/waypoints.go).
 */
export function readWaypoint(
  object: SourceObject,
  className: string,
  allowed: readonly AllowedNamespaces[],
  context: ReadContext,
): Waypoint {
  const traffic = object.labels['istio.io/waypoint-for'] ?? 'service'
  return {
    name: object.ref.name,
    namespace: object.ref.namespace,
    className,
    traffic: traffics.has(traffic) ? (traffic as Waypoint['traffic']) : 'service',
    admits: admittedBy(allowed, context),
    ready: isReady(object),
    serviceAccount: object.annotations['gateway.istio.io/service-account'] || object.ref.name,
    place: object.place,
  }
}

function isReady(object: SourceObject): boolean | 'unknown' {
  const status = object.value.status as { readonly addresses?: readonly unknown[] } | undefined
  return status === undefined ? 'unknown' : (status.addresses ?? []).length > 0
}

/** Namespaces that may use it. What cannot be told is taken for its own only: a binding that is refused leaves traffic without a waypoint. */
function admittedBy(allowed: readonly AllowedNamespaces[], { diagnostics }: ReadContext): Waypoint['admits'] {
  if (allowed.some(({ from }) => from === 'All')) return 'all'
  const selected = allowed.find(({ from }) => from === 'Selector')
  if (selected === undefined) return 'same'
  const { matchLabels = {}, matchExpressions = [] } = selected.selector ?? {}
  if (matchExpressions.length === 0) return { labels: matchLabels }
  diagnostics.push(diagnose(catalogue.waypointAdmissionUnclear, selected.place.field('selector').field('matchExpressions'), {}))
  return 'same'
}
