import { z } from 'zod'
import type { BackendPolicy, OriginatedTls, Subset, TrafficPolicy, TrafficTopic } from '../../model/backend.ts'
import type { EgressVisibility, IngressListener } from '../../model/egress.ts'
import type { LabelSelector } from '../../model/label-selector.ts'
import type { LabelUse } from '../../model/label-use.ts'
import type { NetworkPolicy, NetworkRule } from '../../model/network-policy.ts'
import type { Json } from '../../model/object.ts'
import { text } from '../json-shape.ts'
import { labels, list, maybe, number, object, oneOf, owners, placeSchema, texts } from './shape.ts'

const settings: z.ZodType<Json> = z.json()

const topic = object<TrafficTopic>()({
  name: oneOf('load-balancing', 'connection-pool', 'outlier-detection', 'tunnel', 'proxy-protocol', 'retry-budget'),
  settings,
  place: placeSchema,
})

const tls = object<OriginatedTls>()({ mode: oneOf('disable', 'simple', 'mutual', 'mesh'), settings, place: placeSchema })

const trafficPolicy = object<TrafficPolicy>()({
  topics: list(topic),
  tls: maybe(tls),
  ports: list(z.strictObject({ port: number, topics: list(topic), tls: maybe(tls), place: placeSchema })),
  place: placeSchema,
})

const subset = object<Subset>()({ name: text, labels, policy: maybe(trafficPolicy), place: placeSchema })

export const backendPolicySchema = object<BackendPolicy>()({
  name: text,
  namespace: text,
  host: text,
  hostPlace: placeSchema,
  exportTo: maybe(texts),
  clientSelector: maybe(labels),
  fillsIn: maybe(z.literal(true)),
  policy: maybe(trafficPolicy),
  subsets: list(subset),
  creationTimestamp: maybe(text),
  owners,
  place: placeSchema,
})

const ingressListener = object<IngressListener>()({
  port: number,
  protocol: oneOf('http', 'http2', 'grpc', 'tcp', 'tls', 'https', 'udp', 'auto', 'other'),
  remapped: maybe(text),
  tls: maybe(labels),
  place: placeSchema,
})

export const egressVisibilitySchema = object<EgressVisibility>()({
  name: text,
  namespace: text,
  labels: maybe(labels),
  hosts: maybe(list(z.strictObject({ host: text, place: placeSchema }))),
  outboundPolicy: maybe(z.strictObject({ mode: oneOf('allow-any', 'registry-only'), place: placeSchema })),
  listeners: list(placeSchema),
  ingress: maybe(list(ingressListener)),
  boundEgress: list(placeSchema),
  inboundConnectionPool: maybe(placeSchema),
  egressProxy: maybe(placeSchema),
  creationTimestamp: maybe(text),
  place: placeSchema,
})

export const labelSelectorSchema = object<LabelSelector>()({
  labels,
  expressions: list(z.strictObject({ key: text, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: texts })),
})

export const labelUseSchema = object<LabelUse>()({
  kind: text,
  name: text,
  namespace: text,
  selects: oneOf('pods', 'namespaces'),
  anywhere: z.boolean(),
  ofOwnPods: z.boolean(),
  selector: labelSelectorSchema,
  place: placeSchema,
})

const networkRule = object<NetworkRule>()({
  peers: list(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('pods'),
        pods: maybe(labelSelectorSchema),
        namespaces: maybe(labelSelectorSchema),
        place: placeSchema,
      }),
      z.strictObject({ kind: z.literal('range'), cidr: text, except: texts, place: placeSchema }),
    ]),
  ),
  ports: list(
    z.strictObject({
      transport: oneOf('TCP', 'UDP', 'SCTP'),
      port: maybe(z.union([number, text])),
      endPort: maybe(number),
      place: placeSchema,
    }),
  ),
  place: placeSchema,
})

export const networkPolicySchema = object<NetworkPolicy>()({
  name: text,
  namespace: text,
  pods: labelSelectorSchema,
  directions: list(oneOf('ingress', 'egress')),
  ingress: list(networkRule),
  egress: list(networkRule),
  place: placeSchema,
})
