import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { MeshBuilder } from '../../../src/model/builder.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import type { Waypoint } from '../../../src/model/gateway.ts'
import type { LabelExpression } from '../../../src/model/label-selector.ts'
import type { SourceObject } from '../../../src/model/object.ts'
import type { AllowedNamespaces, ParsedGateway } from '../../gateway-api/read/gateway.ts'

const traffics: ReadonlySet<string> = new Set(['service', 'workload', 'all', 'none'])

type GatewayClass = ReturnType<MeshBuilder['gatewayClasses']['get']>

/**
 * Reads a waypoint. It serves Services unless its label, or else that of its class, says otherwise, runs as the service account of its own
 * name, and is not ready until it has an address: until then traffic goes past it (istio:pilot/pkg/serviceregistry/ambient/waypoints.go).
 */
export function readWaypoint(
  object: SourceObject,
  { className, listeners }: ParsedGateway,
  context: ReadContext,
  gatewayClass: GatewayClass,
): Waypoint {
  const traffic = object.labels['istio.io/waypoint-for'] ?? gatewayClass?.labels['istio.io/waypoint-for'] ?? 'service'
  return {
    name: object.ref.name,
    namespace: object.ref.namespace,
    className,
    proxy: proxyOf(object, className, gatewayClass),
    traffic: traffics.has(traffic) ? (traffic as Waypoint['traffic']) : 'none',
    // The first such listener says it (istio:pilot/pkg/serviceregistry/ambient/waypoints.go makeAllowedRoutes).
    admits: admittedBy(listeners.find(({ server: { port, protocol } }) => protocol === 'HBONE' && port === 15008)?.allowed, context),
    ready: isReady(object),
    serviceAccount: object.annotations['gateway.istio.io/service-account'] || object.ref.name,
    ...(object.annotations['ambient.istio.io/xfcc-include-client-identity'] === undefined ? {} : { writesCertificateHeader: true }),
    place: object.place,
  }
}

/**
 * Gateways of `istio-waypoint`, and of classes with its controller, run Istio's own proxy. Those bound by another listener than the one for
 * HBONE stand before a proxy of another project (istio:pilot/pkg/config/kube/gatewaycommon/classinfo.go).
 */
function proxyOf(object: SourceObject, className: string, gatewayClass: GatewayClass): Waypoint['proxy'] {
  const sandwiched = 'ambient.istio.io/waypoint-inbound-binding'
  if ((object.annotations[sandwiched] ?? gatewayClass?.annotations[sandwiched]) !== undefined) return 'other'
  const controller = gatewayClass?.controllerName ?? (className === 'istio-waypoint' ? meshController : undefined)
  return controller === meshController ? 'istio' : 'other'
}

const meshController = 'istio.io/mesh-controller'

function isReady(object: SourceObject): boolean | 'unknown' {
  const status = object.value.status as { readonly addresses?: readonly unknown[] } | undefined
  return status === undefined ? 'unknown' : (status.addresses ?? []).length > 0
}

/** Namespaces that may use it. An expression that Kubernetes refuses admits none of them: a binding that is refused leaves traffic without a waypoint. */
function admittedBy(allowed: AllowedNamespaces | undefined, { diagnostics }: ReadContext): Waypoint['admits'] {
  if (allowed?.from === 'All') return 'all'
  if (allowed?.from !== 'Selector') return 'same'
  if (allowed.selector === undefined) return 'none'
  const { matchLabels = {}, matchExpressions = [] } = allowed.selector
  const expressions = matchExpressions.flatMap(({ key = '', operator = '', values = [] }, index): LabelExpression[] => {
    const valued = operator === 'In' || operator === 'NotIn'
    if (valued ? values.length > 0 : (operator === 'Exists' || operator === 'DoesNotExist') && values.length === 0)
      return [{ key, operator: operator as LabelExpression['operator'], values }]
    const place = allowed.place.field('selector').field('matchExpressions').index(index)
    diagnostics.push(diagnose(catalogue.waypointAdmissionUnclear, place, { operator }))
    return []
  })
  return expressions.length < matchExpressions.length ? 'none' : { labels: matchLabels, expressions }
}
