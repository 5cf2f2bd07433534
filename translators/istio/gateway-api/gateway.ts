import type { GatewaySpec } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { type SourceObject, specOf } from '../../../src/model/object.ts'
import { type ParsedGateway, parseGateway } from '../../gateway-api/read/gateway.ts'
import { noteListenerFilters } from '../../gateway-api/read/listener-filters.ts'
import { withTls } from '../../gateway-api/read/listener-tls.ts'
import { asksForCertificate, handsThrough } from './listener-options.ts'
import { readWaypoint } from './waypoint.ts'

/**
 * What istiod makes of a Gateway of Gateway API. One of the class `istio-waypoint`, or of a class of its own with the waypoints' HBONE listener, is a
 * waypoint; `istio-east-west` has that listener too but joins networks (istio:pilot/pkg/config/kube/gateway/conversion.go).
 */
export const gatewayApiGatewayReader: KindReader = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  phase: 'objects',
  read(object, context, into) {
    if (into.gatewaysOfOthers.has(object.place)) return false
    const gateway = parseGateway(object)
    noteListenerFilters(object, specOf<GatewaySpec>(object).listeners ?? [], into)
    if (isWaypoint(gateway)) into.waypoints.push(readWaypoint(object, gateway, context, into.gatewayClasses.get(gateway.className)))
    else into.gateways.push(edgeGateway(object, gateway))
    return true
  },
}

function isWaypoint({ className, listeners }: ParsedGateway): boolean {
  if (className === 'istio-waypoint') return true
  return className !== 'istio-east-west' && listeners.some(({ server }) => server.protocol === 'HBONE')
}

function edgeGateway({ ref, labels, place }: SourceObject, { className, listeners, frontend }: ParsedGateway): EdgeGateway {
  return {
    api: 'gateway-api',
    name: ref.name,
    namespace: ref.namespace,
    className,
    servers: listeners.map(({ server, tls }) => ({
      ...withTls(server, tls, frontend),
      ...(asksForCertificate(tls) ? { wantsCertificate: true } : {}),
      // Of the class `istio-remote` it is the gateway of another network that is described.
      ...(className !== 'istio-remote' && handsThrough(labels, server, tls) ? { autoPassthrough: true } : {}),
    })),
    place,
  }
}
