import type { PeerAuthentication } from '../../src/model/authentication.ts'
import { MeshBuilder } from '../../src/model/builder.ts'
import type { Waypoint } from '../../src/model/gateway.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../src/model/service.ts'
import { defaultSettings, type MeshSettings } from '../../src/model/settings.ts'
import type { Namespace, Workload } from '../../src/model/workload.ts'
import { placeAt } from './rules/seen.ts'

const empty = new MeshBuilder().finish()

/** A mesh of the model's own nouns; what a test does not name is not there. */
export function meshWith({ settings, ...parts }: Partial<Omit<Mesh, 'settings'>> & { readonly settings?: Partial<MeshSettings> }): Mesh {
  return { ...empty, ...parts, settings: { ...defaultSettings, ...settings } }
}

/** Pods `shop/NAME` with a sidecar, labelled `app: NAME`. */
export function pods(name: string, changes: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    name,
    namespace: 'shop',
    labels: { app: name },
    annotations: {},
    serviceAccount: name,
    ports: [],
    hostNetwork: false,
    dataPlane: 'sidecar',
    gateway: false,
    batch: false,
    commands: [],
    initContainers: false,
    place: placeAt(name),
    templatePlace: placeAt(name, 'template'),
    owners: [],
    ...changes,
  }
}

export function servicePort(port: number, changes: Partial<ServicePort> = {}): ServicePort {
  return { port, targetPort: port, protocol: 'http', transport: 'TCP', place: placeAt('port', port), ...changes }
}

/** Service `shop/NAME` with port 80 for HTTP, which selects the pods of that name. */
export function service(name: string, changes: Partial<Service> = {}): Service {
  const namespace = changes.namespace ?? 'shop'
  return {
    name,
    namespace,
    host: `${name}.${namespace}.svc.cluster.local`,
    labels: {},
    annotations: {},
    selector: { app: name },
    ports: [servicePort(80)],
    headless: false,
    owners: [],
    place: placeAt(name, 'service'),
    ...changes,
  }
}

/** Waypoint `shop/waypoint` of Istio's own proxy. */
export function waypoint(changes: Partial<Waypoint> = {}): Waypoint {
  return {
    name: 'waypoint',
    namespace: 'shop',
    className: 'istio-waypoint',
    proxy: 'istio',
    traffic: 'service',
    admits: 'same',
    ready: 'unknown',
    serviceAccount: 'waypoint',
    place: placeAt('waypoint'),
    ...changes,
  }
}

export function namespace(name: string, changes: Partial<Namespace> = {}): Namespace {
  return { name, labels: {}, annotations: {}, dataPlane: 'sidecar', ...changes }
}

/** PeerAuthentication `shop/NAME`, for its whole namespace where nothing else is said. */
export function peerAuthentication(
  name: string,
  mode: PeerAuthentication['mode'],
  changes: Partial<Omit<PeerAuthentication, 'ports'>> & { readonly ports?: Readonly<Record<number, PeerAuthentication['mode']>> } = {},
): PeerAuthentication {
  const { ports = {}, ...others } = changes
  const place = placeAt(name)
  return {
    name,
    namespace: 'shop',
    attachment: { scope: 'namespace', namespace: 'shop' },
    mode,
    place,
    ports: Object.entries(ports).map(([port, own]) => ({ port: Number(port), mode: own, place: place.field(port) })),
    ...others,
  }
}
