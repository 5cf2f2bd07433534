import type { SidecarSpec, SidecarSpecEgress, SidecarSpecOutboundTrafficPolicy } from '../../../../src/crd/generated/types/istio/sidecar.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import type { EgressVisibility } from '../../../../src/model/egress.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'

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
  ingress: (listeners, at) => ({ listeners: listeners.map((_, index) => at.index(index)) }),
  inboundConnectionPool: (_pool, at) => ({ inboundConnectionPool: at }),
  // Without a mode the policy is REGISTRY_ONLY: the first value of the enumeration (api:networking/v1alpha3/sidecar.proto).
  outboundTrafficPolicy: (policy, at) => ({
    outboundPolicy: { mode: 'registry-only', place: at },
    ...readFields(outbound, policy, at, undefined),
  }),
}

/** Reads a Sidecar: what its clients can see, and listeners that only a sidecar has. */
export const sidecar: KindReader = {
  group: 'networking.istio.io',
  kind: 'Sidecar',
  phase: 'objects',
  read(object, _context, into) {
    into.egress.push({
      name: object.ref.name,
      namespace: object.ref.namespace,
      listeners: [],
      boundEgress: [],
      place: object.place,
      ...readFields(fields, specOf<SidecarSpec>(object), object.place.field('spec'), undefined),
    })
    return true
  },
}
