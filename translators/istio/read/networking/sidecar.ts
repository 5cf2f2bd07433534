import type {
  SidecarSpec,
  SidecarSpecEgress,
  SidecarSpecIngress,
  SidecarSpecOutboundTrafficPolicy,
} from '../../../../src/crd/generated/types/istio/sidecar.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import type { EgressVisibility, IngressListener } from '../../../../src/model/egress.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { settingTexts } from '../../../../src/model/setting-texts.ts'
import { namedProtocol } from './port-protocol.ts'

interface Listener {
  readonly hosts: NonNullable<EgressVisibility['hosts']>
  readonly bind: Place
  readonly port: Place
  readonly captureMode: Place
}

const listener: FieldMap<SidecarSpecEgress, Listener, void> = {
  hosts: (hosts, at) => ({ hosts: hosts.map((host, index) => ({ host, place: at.index(index) })) }),
  bind: (bind, at) => (bind === '' ? {} : { bind: at }),
  port: (_port, at) => ({ port: at }),
  // NONE: no iptables redirection, so clients must speak to the listener themselves.
  captureMode: (mode, at) => (mode === 'NONE' ? { captureMode: at } : {}),
}

/** By default a listener hands its port to the same port of the application (api:networking/v1alpha3/sidecar.proto IstioIngressListener). */
function ingressListener({ port, bind, captureMode, defaultEndpoint, tls }: SidecarSpecIngress, place: Place): IngressListener {
  const number = port?.number ?? 0
  const own = ['127.0.0.1', '0.0.0.0', '[::1]', '[::]'].map((address) => `${address}:${number}`)
  const remapped = [
    ...(defaultEndpoint === undefined || defaultEndpoint === '' || own.includes(defaultEndpoint) ? [] : [`endpoint ${defaultEndpoint}`]),
    ...(bind === undefined || bind === '' || bind === '0.0.0.0' ? [] : [`address ${bind}`]),
    ...(captureMode === 'NONE' ? ['no capture'] : []),
    ...(tls === undefined ? [] : ['TLS of its own']),
  ].join(', ')
  const written = settingTexts(tls)
  return {
    port: number,
    protocol: namedProtocol(port?.protocol),
    ...(remapped === '' ? {} : { remapped }),
    ...(written === undefined ? {} : { tls: written }),
    place,
  }
}

const outbound: FieldMap<SidecarSpecOutboundTrafficPolicy, Pick<EgressVisibility, 'outboundPolicy' | 'egressProxy'>, void> = {
  mode: (mode, at) => ({ outboundPolicy: { mode: mode === 'ALLOW_ANY' ? 'allow-any' : 'registry-only', place: at } }),
  egressProxy: (_proxy, at) => ({ egressProxy: at }),
}

const fields: FieldMap<SidecarSpec, EgressVisibility, void> = {
  workloadSelector: ({ labels = {} }) => (Object.keys(labels).length === 0 ? {} : { labels }),
  egress: (listeners, at) => {
    if (listeners.length === 0) return {}
    const read = listeners.map((value, index) => ({ at: at.index(index), ...readFields(listener, value, at.index(index), undefined) }))
    return {
      hosts: read.flatMap(({ hosts }) => hosts ?? []),
      boundEgress: read.filter(({ bind, port, captureMode }) => (bind ?? port ?? captureMode) !== undefined).map((part) => part.at),
    }
  },
  ingress: (listeners, at) => ({
    listeners: listeners.map((_, index) => at.index(index)),
    ...(listeners.length === 0 ? {} : { ingress: listeners.map((value, index) => ingressListener(value, at.index(index))) }),
  }),
  inboundConnectionPool: (_pool, at) => ({ inboundConnectionPool: at }),
  // Without a mode the policy is REGISTRY_ONLY: the first value of the enumeration (api:networking/v1alpha3/sidecar.proto).
  outboundTrafficPolicy: (policy, at) => ({
    outboundPolicy: { mode: 'registry-only', place: at },
    ...readFields(outbound, policy, at, undefined),
  }),
}

/** Reads a Sidecar: what its clients can see, and listeners that only a sidecar has. */
export const sidecarReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'Sidecar',
  phase: 'objects',
  read(object, _context, into) {
    into.egress.push({
      name: object.ref.name,
      namespace: object.ref.namespace,
      listeners: [],
      boundEgress: [],
      ...(object.creationTimestamp === undefined ? {} : { creationTimestamp: object.creationTimestamp }),
      place: object.place,
      ...readFields(fields, specOf<SidecarSpec>(object), object.place.field('spec'), undefined),
    })
    return true
  },
}
