import type {
  GatewaySpec,
  GatewaySpecListeners,
  GatewaySpecListenersAllowedRoutesNamespaces,
  GatewaySpecListenersTls,
  GatewaySpecTlsFrontend,
} from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { type SourceObject, specOf } from '../../../src/model/object.ts'

type Server = EdgeGateway['servers'][number]

/** `allowedRoutes.namespaces` of a listener. */
export type AllowedNamespaces = GatewaySpecListenersAllowedRoutesNamespaces & { readonly place: Place }

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

export interface GatewayListener {
  readonly server: Server
  readonly tls?: GatewaySpecListenersTls
  readonly allowed?: AllowedNamespaces
}

export interface ParsedGateway {
  readonly className: string
  readonly listeners: readonly GatewayListener[]
  /** How clients are validated on ports that end TLS. */
  readonly frontend?: GatewaySpecTlsFrontend
}

const fields: FieldMap<GatewaySpec, ParsedGateway, void> = {
  gatewayClassName: (className) => ({ className }),
  listeners: (listeners, at) => ({ listeners: listeners.map((value, index) => readListener(value, at.index(index))) }),
  addresses: running,
  allowedListeners: running,
  defaultScope: running,
  infrastructure: running,
  tls: ({ frontend }) => (frontend === undefined ? {} : { frontend }),
}

/** Reads the parts of a Gateway; what they mean is its controller's business (`translators/istio/gateway-api/gateway.ts`). */
export function parseGateway(object: SourceObject): ParsedGateway {
  return {
    className: '',
    listeners: [],
    ...readFields(fields, specOf<GatewaySpec>(object), object.place.field('spec'), undefined),
  }
}

function readListener(value: GatewaySpecListeners, place: Place): GatewayListener {
  const { allowed, tls, ...server } = readFields(listener, value, place, undefined)
  return {
    server: { port: 0, protocol: '', hosts: ['*'], ...server, place },
    ...(tls === undefined ? {} : { tls }),
    ...(allowed === undefined ? {} : { allowed }),
  }
}
