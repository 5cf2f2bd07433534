import type {
  GatewaySpec,
  GatewaySpecListeners,
  GatewaySpecListenersTls,
  GatewaySpecTlsFrontend,
} from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { specOf } from '../../../src/model/object.ts'
import { noteListenerFilters } from './listener-filters.ts'
import { handsThrough, withTls } from './listener-tls.ts'
import { type AllowedNamespaces, readWaypoint, type WaypointListener } from './waypoint.ts'

type Server = EdgeGateway['servers'][number]

const running = unread('how the gateway runs, which goes on as it is')

interface ListenerParts {
  readonly port: number
  readonly protocol: string
  readonly hosts: readonly string[]
  readonly listener: string
  readonly allowed: AllowedNamespaces
  readonly tls: GatewaySpecListenersTls
}

const listener: FieldMap<GatewaySpecListeners, ListenerParts, void> = {
  port: (port) => ({ port }),
  protocol: (protocol) => ({ protocol }),
  hostname: (hostname) => (hostname === '' ? {} : { hosts: [hostname] }),
  allowedRoutes: ({ namespaces = {} }, at) => ({ allowed: { ...namespaces, place: at.field('namespaces') } }),
  name: (name) => ({ listener: name }),
  tls: (tls) => ({ tls }),
  filters: unread('what they decide is not modelled (listener-filters.ts)'),
}

interface GatewayParts {
  readonly className: string
  readonly servers: readonly { readonly server: Server; readonly tls?: GatewaySpecListenersTls }[]
  readonly listeners: readonly WaypointListener[]
  readonly frontend: GatewaySpecTlsFrontend
}

const fields: FieldMap<GatewaySpec, GatewayParts, void> = {
  gatewayClassName: (className) => ({ className }),
  listeners: (listeners, at) => {
    const read = listeners.map((value, index) => readListener(value, at.index(index)))
    return {
      servers: read,
      listeners: read.map(({ server: { port, protocol }, allowed }) => ({ port, protocol, ...(allowed === undefined ? {} : { allowed }) })),
    }
  },
  addresses: running,
  allowedListeners: running,
  defaultScope: running,
  infrastructure: running,
  tls: ({ frontend }) => (frontend === undefined ? {} : { frontend }),
}

/**
 * Reads a Gateway API Gateway. One of the class `istio-waypoint`, or of a class of its own with the waypoints' HBONE listener, is a
 * waypoint; `istio-east-west` has that listener too but joins networks (istio:pilot/pkg/config/kube/gateway/conversion.go).
 */
export const gatewayApiGatewayReader: KindReader = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  phase: 'objects',
  read(object, context, into) {
    const {
      className = '',
      servers = [],
      listeners = [],
      frontend,
    } = readFields(fields, specOf<GatewaySpec>(object), object.place.field('spec'), undefined)
    noteListenerFilters(object, specOf<GatewaySpec>(object).listeners ?? [], into)
    const hbone = className !== 'istio-east-west' && servers.some(({ server }) => server.protocol === 'HBONE')
    if (className === 'istio-waypoint' || hbone) {
      into.waypoints.push(readWaypoint(object, className, listeners, context, into.gatewayClasses.get(className)))
    } else {
      into.gateways.push({
        api: 'gateway-api',
        name: object.ref.name,
        namespace: object.ref.namespace,
        className,
        servers: servers.map(({ server, tls }) => ({
          ...withTls(server, tls, frontend),
          // Of the class `istio-remote` it is the gateway of another network that is described.
          ...(className !== 'istio-remote' && handsThrough(object.labels, server, tls) ? { autoPassthrough: true } : {}),
        })),
        place: object.place,
      })
    }
    return true
  },
}

interface ReadListener {
  readonly server: Server
  readonly tls?: GatewaySpecListenersTls
  readonly allowed?: AllowedNamespaces
}

function readListener(value: GatewaySpecListeners, place: Place): ReadListener {
  const { allowed, tls, ...server } = readFields(listener, value, place, undefined)
  return {
    server: { port: 0, protocol: '', hosts: ['*'], ...server, place },
    ...(tls === undefined ? {} : { tls }),
    ...(allowed === undefined ? {} : { allowed }),
  }
}
