import { z } from 'zod'
import type {
  AddressGroup,
  EndpointDirection,
  EndpointHeader,
  EndpointHttp,
  EndpointPattern,
  EndpointPolicy,
  EndpointRequirement,
  EndpointRule,
} from '../../model/endpoint-policy.ts'
import { text } from '../json-shape.ts'
import { flag, list, maybe, number, object, oneOf, placeSchema, texts } from './shape.ts'

const requirement = object<EndpointRequirement>()({
  attribute: z.discriminatedUnion('kind', [
    z.strictObject({ kind: oneOf('namespace', 'service-account') }),
    z.strictObject({ kind: oneOf('label', 'namespace-label'), name: text }),
    z.strictObject({ kind: z.literal('entity'), name: text }),
    z.strictObject({ kind: z.literal('absent') }),
    z.strictObject({ kind: z.literal('unknown') }),
  ]),
  operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: texts,
  place: placeSchema,
})

const selector = list(requirement)

const entity = oneOf(
  'all',
  'world',
  'cluster',
  'cluster-mesh',
  'host',
  'remote-node',
  'ingress',
  'health',
  'init',
  'unmanaged',
  'kube-apiserver',
  'none',
)

const pattern = object<EndpointPattern>()({ pattern: text, place: placeSchema })

const header = object<EndpointHeader>()({
  name: text,
  value: maybe(text),
  mismatch: maybe(oneOf('LOG', 'ADD', 'DELETE', 'REPLACE')),
  secret: maybe(z.literal(true)),
  place: placeSchema,
})

const http = object<EndpointHttp>()({
  method: maybe(pattern),
  path: maybe(pattern),
  host: maybe(pattern),
  headers: list(header),
  place: placeSchema,
})

const rule = object<EndpointRule>()({
  peers: maybe(
    list(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('endpoints'), selector, place: placeSchema }),
        z.strictObject({ kind: z.literal('entity'), entity, place: placeSchema }),
        z.strictObject({ kind: z.literal('range'), cidr: text, except: texts, place: placeSchema }),
        z.strictObject({ kind: z.literal('range-group'), name: text, except: texts, place: placeSchema }),
        z.strictObject({ kind: z.literal('looked-up'), names: texts, place: placeSchema }),
        z.strictObject({ kind: z.literal('service'), namespace: text, name: text, place: placeSchema }),
        z.strictObject({ kind: z.literal('unknown'), outside: maybe(z.literal(true)), place: placeSchema }),
      ]),
    ),
  ),
  traffic: maybe(
    list(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('ports'),
          transport: oneOf('any', 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH'),
          port: z.union([z.strictObject({ from: number, to: number }), z.strictObject({ name: text, to: number }), text]),
          place: placeSchema,
        }),
        z.strictObject({ kind: z.literal('icmp'), family: oneOf('IPv4', 'IPv6'), type: z.union([number, text]), place: placeSchema }),
      ]),
    ),
  ),
  http: maybe(list(http)),
  serverNames: maybe(list(pattern)),
  lookups: maybe(list(pattern)),
  unmodelled: list(placeSchema),
  place: placeSchema,
})

const direction = object<EndpointDirection>()({ defaultDeny: flag, allow: list(rule), deny: list(rule) })

export const addressGroupSchema = object<AddressGroup>()({ name: text, namespace: z.literal(''), cidrs: texts, place: placeSchema })

export const endpointPolicySchema = object<EndpointPolicy>()({
  name: text,
  namespace: text,
  subject: z.strictObject({ kind: oneOf('endpoints', 'nodes'), selector }),
  ingress: direction,
  egress: direction,
  unmodelled: list(placeSchema),
  refused: maybe(placeSchema),
  written: text,
  place: placeSchema,
})
