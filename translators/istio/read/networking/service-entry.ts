import type {
  ServiceEntrySpec,
  ServiceEntrySpecEndpoints,
  ServiceEntrySpecPorts,
} from '../../../../src/crd/generated/types/istio/service-entry.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import type { ExternalHost } from '../../../../src/model/service.ts'
import { namedProtocol } from './port-protocol.ts'
import { readWaypointLabels } from './waypoint-labels.ts'

const resolutions = {
  NONE: 'none',
  STATIC: 'static',
  DNS: 'dns',
  DNS_ROUND_ROBIN: 'dns-round-robin',
  DYNAMIC_DNS: 'dynamic-dns',
} as const

const port: FieldMap<ServiceEntrySpecPorts, ExternalHost['ports'][number], void> = {
  name: (name) => ({ name }),
  number: (number) => ({ port: number }),
  targetPort: (targetPort) => (targetPort === 0 ? {} : { targetPort }),
  protocol: (protocol) => ({ protocol: namedProtocol(protocol) }),
}

const endpoint: FieldMap<ServiceEntrySpecEndpoints, ExternalHost['endpoints'][number], void> = {
  address: (address) => ({ address }),
  labels: (labels) => ({ labels }),
  ports: (ports) => ({ ports }),
  locality: unread('decides which endpoint is preferred, not who may call'),
  network: unread('the networks of a mesh are not modelled'),
  serviceAccount: unread('names the identity expected of the endpoint; nobody decides a request by it'),
  weight: unread('decides how often an endpoint is chosen, not who may call'),
}

const fields: FieldMap<ServiceEntrySpec, ExternalHost, void> = {
  hosts: (hosts) => ({ hosts }),
  addresses: (addresses) => ({ addresses }),
  ports: (ports, at) => ({
    ports: ports.map((value, index) => ({
      name: '',
      port: 0,
      protocol: 'auto',
      ...readFields(port, value, at.index(index), undefined),
      place: at.index(index),
    })),
  }),
  location: (location) => ({ location: location === 'MESH_INTERNAL' ? 'internal' : 'external' }),
  resolution: (resolution) => ({ resolution: resolutions[resolution] }),
  endpoints: (endpoints, at) => ({
    endpoints: endpoints.map((value, index) => ({
      address: '',
      labels: {},
      ports: {},
      ...readFields(endpoint, value, at.index(index), undefined),
      place: at.index(index),
    })),
  }),
  workloadSelector: ({ labels = {} }) => (Object.keys(labels).length === 0 ? {} : { workloadSelector: labels }),
  exportTo: (exportTo) => (exportTo.length === 0 ? {} : { exportTo }),
  subjectAltNames: (subjectAltNames) => ({ subjectAltNames }),
}

/** Reads a ServiceEntry. Without `location` its hosts are outside the mesh, without `resolution` nothing resolves them (api:networking/v1alpha3/service_entry.proto). */
export const serviceEntryReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'ServiceEntry',
  phase: 'objects',
  read(object, _context, into) {
    into.externalHosts.push({
      name: object.ref.name,
      namespace: object.ref.namespace,
      hosts: [],
      addresses: [],
      ports: [],
      location: 'external',
      resolution: 'none',
      endpoints: [],
      subjectAltNames: [],
      labels: object.labels,
      ...readWaypointLabels(object),
      place: object.place,
      ...readFields(fields, specOf<ServiceEntrySpec>(object), object.place.field('spec'), undefined),
    })
    return true
  },
}
