import { z } from 'zod'
import type { CaptureDefaults, CaptureSetting } from '../../model/capture.ts'
import type { EdgeGateway, Waypoint } from '../../model/gateway.ts'
import type { ExternalHost, Service, ServicePort } from '../../model/service.ts'
import type { Namespace, WaypointBinding, WaypointCanary, Workload } from '../../model/workload.ts'
import { text } from '../json-shape.ts'
import { flag, labels, list, maybe, number, object, oneOf, owners, placeSchema, texts } from './shape.ts'

const dataPlane = oneOf('sidecar', 'ambient', 'none', 'unknown')
const protocol = oneOf('http', 'http2', 'grpc', 'tcp', 'tls', 'https', 'udp', 'auto', 'other')
const binding = object<WaypointBinding>()({ name: text, namespace: text, none: flag, place: placeSchema })
const canary = object<WaypointCanary>()({ binding: maybe(binding), share: maybe(z.union([number, z.literal('invalid')])) })

const captureSetting = object<CaptureSetting>()({ value: text, place: placeSchema })

export const captureDefaultsSchema = object<CaptureDefaults>()({
  includeOutboundIPRanges: maybe(captureSetting),
  excludeOutboundIPRanges: maybe(captureSetting),
  includeOutboundPorts: maybe(captureSetting),
  excludeOutboundPorts: maybe(captureSetting),
  includeInboundPorts: maybe(captureSetting),
  excludeInboundPorts: maybe(captureSetting),
  interceptionMode: maybe(captureSetting),
  statusPort: maybe(captureSetting),
})

export const namespaceSchema = object<Namespace>()({
  name: text,
  labels,
  annotations: labels,
  place: maybe(placeSchema),
  dataPlane,
  injection: maybe(z.strictObject({ label: oneOf('istio-injection', 'istio.io/rev'), value: text, place: placeSchema })),
  waypoint: maybe(binding),
  canary: maybe(canary),
  ingressUsesWaypoint: maybe(flag),
})

export const workloadSchema = object<Workload>()({
  kind: text,
  name: text,
  namespace: text,
  labels,
  injected: maybe(z.strictObject({ labels, unknown: texts })),
  annotations: labels,
  serviceAccount: text,
  ports: list(z.strictObject({ name: maybe(text), port: number, protocol: text })),
  hostNetwork: flag,
  dataPlane,
  ownDataPlane: maybe(z.strictObject({ value: oneOf('inject', 'no-inject', 'ambient', 'none'), place: placeSchema })),
  waypoint: maybe(binding),
  gateway: flag,
  batch: flag,
  replicas: maybe(number),
  commands: list(z.strictObject({ text, place: placeSchema })),
  initContainers: flag,
  ownProxy: maybe(placeSchema),
  captureDefaults: maybe(captureDefaultsSchema),
  proxyUser: maybe(z.strictObject({ containers: oneOf('all', 'some'), what: text, place: placeSchema })),
  place: placeSchema,
  templatePlace: placeSchema,
  podIp: maybe(text),
  address: maybe(text),
  owners,
  drives: maybe(z.strictObject({ routes: texts, backendPolicies: texts })),
})

const servicePort = object<ServicePort>()({
  name: maybe(text),
  port: number,
  targetPort: z.union([number, text]),
  protocol,
  appProtocol: maybe(text),
  transport: oneOf('TCP', 'UDP', 'SCTP'),
  place: placeSchema,
})

export const serviceSchema = object<Service>()({
  name: text,
  namespace: text,
  host: text,
  labels,
  annotations: labels,
  selector: maybe(labels),
  ports: list(servicePort),
  headless: flag,
  externalName: maybe(text),
  fromOutside: maybe(labels),
  endpointSettings: maybe(labels),
  exportTo: maybe(texts),
  waypoint: maybe(binding),
  canary: maybe(canary),
  ingressUsesWaypoint: maybe(flag),
  owners,
  place: placeSchema,
})

export const externalHostSchema = object<ExternalHost>()({
  name: text,
  namespace: text,
  hosts: texts,
  addresses: texts,
  ports: list(z.strictObject({ name: text, port: number, targetPort: maybe(number), protocol, place: placeSchema })),
  location: oneOf('external', 'internal'),
  resolution: oneOf('none', 'static', 'dns', 'dns-round-robin', 'dynamic-dns'),
  endpoints: list(z.strictObject({ address: text, labels, ports: z.record(text, number).readonly(), place: placeSchema })),
  workloadSelector: maybe(labels),
  exportTo: maybe(texts),
  subjectAltNames: texts,
  labels,
  waypoint: maybe(binding),
  canary: maybe(canary),
  ingressUsesWaypoint: maybe(flag),
  place: placeSchema,
})

export const edgeGatewaySchema = object<EdgeGateway>()({
  api: oneOf('istio', 'gateway-api'),
  name: text,
  namespace: text,
  selector: maybe(labels),
  className: maybe(text),
  onNodes: maybe(flag),
  servers: list(
    z.strictObject({
      port: number,
      protocol: text,
      listener: maybe(text),
      hosts: texts,
      autoPassthrough: maybe(flag),
      wantsCertificate: maybe(flag),
      redirectsToHttps: maybe(flag),
      tls: maybe(labels),
      place: placeSchema,
    }),
  ),
  place: placeSchema,
})

export const waypointSchema = object<Waypoint>()({
  name: text,
  namespace: text,
  className: text,
  proxy: oneOf('istio', 'other'),
  traffic: oneOf('service', 'workload', 'all', 'none'),
  admits: z.union([
    oneOf('same', 'all', 'none'),
    z
      .strictObject({
        labels,
        expressions: list(z.strictObject({ key: text, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: texts })),
      })
      .readonly(),
  ]),
  ready: z.union([flag, z.literal('unknown')]),
  serviceAccount: text,
  writesCertificateHeader: maybe(flag),
  place: placeSchema,
})
