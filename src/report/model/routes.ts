import { z } from 'zod'
import type { BackendGrant, NodeAuthorizer, NodeRoutes } from '../../model/node-routes.ts'
import type {
  Backend,
  Cors,
  Fault,
  HeaderMutation,
  HttpAction,
  HttpMatch,
  HttpRule,
  Mirror,
  Redirect,
  Retries,
  Rewrite,
  RouteTable,
  StreamMatch,
  StreamRule,
} from '../../model/route.ts'
import { text } from '../json-shape.ts'
import { atomSchema, predicateSchema, textMatchSchema } from './predicate.ts'
import { rateLimitSchema } from './rate-limits.ts'
import { policyTargetSchema, tokenIssuerSchema } from './security.ts'
import { externalAuthorizerSchema } from './settings.ts'
import { flag, labels, list, maybe, number, object, oneOf, owners, placeSchema, texts } from './shape.ts'

const headerValue = z.strictObject({ name: text, value: text, place: placeSchema })

const headerMutation = object<HeaderMutation>()({
  set: list(headerValue),
  add: list(headerValue),
  remove: list(z.strictObject({ name: text, place: placeSchema })),
  place: placeSchema,
})

const backend = object<Backend>()({
  host: text,
  subset: maybe(text),
  port: maybe(number),
  weight: number,
  requestHeaders: maybe(headerMutation),
  responseHeaders: maybe(headerMutation),
  place: placeSchema,
})

const rewrite = object<Rewrite>()({
  path: maybe(
    z.union([
      z.strictObject({ kind: oneOf('prefix', 'segment-prefix', 'full'), value: text }),
      z.strictObject({ kind: z.literal('regex'), pattern: text, replacement: text }),
    ]),
  ),
  authority: maybe(text),
  place: placeSchema,
})

const redirect = object<Redirect>()({
  status: number,
  scheme: maybe(text),
  authority: maybe(text),
  port: maybe(z.union([number, oneOf('protocol-default', 'request-port')])),
  path: maybe(z.strictObject({ kind: oneOf('full', 'prefix', 'segment-prefix'), value: text })),
  place: placeSchema,
})

const retries = object<Retries>()({
  attempts: number,
  perTryTimeoutMs: maybe(number),
  retryOn: maybe(texts),
  remoteLocalities: maybe(flag),
  ignorePreviousHosts: maybe(flag),
  backoffMs: maybe(number),
  place: placeSchema,
})

const mirror = object<Mirror>()({
  host: text,
  subset: maybe(text),
  port: maybe(number),
  percent: number,
  single: maybe(flag),
  place: placeSchema,
})

const fault = object<Fault>()({
  delay: maybe(z.strictObject({ percent: number, ms: number, place: placeSchema })),
  abort: maybe(z.strictObject({ percent: number, httpStatus: maybe(number), grpcStatus: maybe(text), place: placeSchema })),
  place: placeSchema,
})

const cors = object<Cors>()({
  allowOrigins: list(z.strictObject({ match: textMatchSchema, place: placeSchema })),
  allowMethods: texts,
  allowHeaders: texts,
  exposeHeaders: texts,
  maxAgeMs: maybe(number),
  allowCredentials: maybe(flag),
  unmatchedPreflights: oneOf('forward', 'ignore'),
  place: placeSchema,
})

const httpMatch = object<HttpMatch>()({
  name: maybe(text),
  statPrefix: maybe(text),
  predicate: predicateSchema,
  port: maybe(number),
  gateways: maybe(texts),
  ignorePathCase: maybe(flag),
  unevaluated: maybe(list(atomSchema)),
  place: placeSchema,
})

const httpAction = object<HttpAction>()({
  kind: oneOf('forward', 'redirect', 'respond', 'delegate'),
  backends: list(backend),
  redirect: maybe(redirect),
  response: maybe(
    z.strictObject({
      status: number,
      body: maybe(z.union([z.strictObject({ text }), z.strictObject({ base64: text })])),
      place: placeSchema,
    }),
  ),
  delegate: maybe(z.strictObject({ name: text, namespace: text, place: placeSchema })),
  rewrite: maybe(rewrite),
  requestHeaders: maybe(headerMutation),
  responseHeaders: maybe(headerMutation),
  timeoutMs: maybe(number),
  timeoutPlace: maybe(placeSchema),
  retries: maybe(retries),
  mirrors: list(mirror),
  mirrorPercent: maybe(number),
  fault: maybe(fault),
  cors: maybe(cors),
})

const httpRule = object<HttpRule>()({ name: maybe(text), matches: list(httpMatch), action: httpAction, place: placeSchema })

const streamMatch = object<StreamMatch>()({
  sniHosts: texts,
  destinationSubnets: texts,
  sourceSubnets: texts,
  port: maybe(number),
  clientLabels: maybe(labels),
  clientNamespace: maybe(text),
  gateways: maybe(texts),
  place: placeSchema,
})

const streamRule = object<StreamRule>()({ matches: list(streamMatch), backends: list(backend), place: placeSchema })

export const routeTableSchema = object<RouteTable>()({
  name: text,
  namespace: text,
  controller: oneOf('istiod', 'cilium'),
  hosts: list(z.strictObject({ host: text, place: placeSchema })),
  bindings: list(
    z.discriminatedUnion('to', [
      z.strictObject({ to: z.literal('mesh'), place: maybe(placeSchema) }),
      z.strictObject({
        to: z.literal('gateway'),
        namespace: text,
        name: text,
        listener: maybe(text),
        port: maybe(number),
        place: placeSchema,
      }),
      z.strictObject({ to: z.literal('service'), target: policyTargetSchema, namespace: text, port: maybe(number), place: placeSchema }),
    ]),
  ),
  exportTo: maybe(texts),
  order: oneOf('first-match', 'specificity'),
  http: list(httpRule),
  tls: list(streamRule),
  tcp: list(streamRule),
  creationTimestamp: maybe(text),
  owners,
  delegateOnly: flag,
  place: placeSchema,
})

export const nodeRoutesSchema = object<NodeRoutes>()({
  ...routeTableSchema.shape,
  normalization: oneOf('none', 'base', 'merge-slashes', 'decode-and-merge-slashes'),
  issuers: maybe(list(tokenIssuerSchema)),
  authorizers: maybe(
    list(
      object<NodeAuthorizer>()({
        authorizer: externalAuthorizerSchema,
        rules: list(z.strictObject({ matches: predicateSchema, place: placeSchema })),
      }),
    ),
  ),
  limits: maybe(list(rateLimitSchema)),
  unmodelled: list(placeSchema),
})

export const backendGrantSchema = object<BackendGrant>()({
  name: text,
  namespace: text,
  from: list(z.strictObject({ kind: text, namespace: text })),
  to: list(z.strictObject({ service: maybe(text) })),
  place: placeSchema,
})
