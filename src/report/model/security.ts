import { z } from 'zod'
import type { PeerAuthentication, RequestAuthentication, TokenIssuer } from '../../model/authentication.ts'
import type { AuthorizationPolicy, AuthorizationRule, Clause, PolicyTarget } from '../../model/authorization.ts'
import type { Extension } from '../../model/extension.ts'
import { text } from '../json-shape.ts'
import { predicateSchema } from './predicate.ts'
import { limitPatchSchema } from './rate-limits.ts'
import { flag, labels, list, maybe, number, object, oneOf, placeSchema, texts } from './shape.ts'

export const policyTargetSchema = object<PolicyTarget>()({
  kind: oneOf('Service', 'ServiceEntry', 'Gateway', 'GatewayClass', 'other'),
  name: text,
  place: placeSchema,
})

const emptySelector = oneOf('without-labels', 'empty-labels')

const attachment = z
  .discriminatedUnion('scope', [
    z.strictObject({ scope: z.literal('mesh'), emptySelector: maybe(emptySelector) }),
    z.strictObject({ scope: z.literal('namespace'), namespace: text, emptySelector: maybe(emptySelector) }),
    z.strictObject({ scope: z.literal('workloads'), namespace: maybe(text), labels, place: placeSchema }),
    z.strictObject({ scope: z.literal('targets'), namespace: text, targets: list(policyTargetSchema) }),
  ])
  .readonly()

const clause = object<Clause>()({
  about: oneOf('source', 'operation', 'condition'),
  alternatives: list(predicateSchema),
  place: placeSchema,
})

const rule = object<AuthorizationRule>()({
  clauses: list(clause),
  place: placeSchema,
  unusable: maybe(list(placeSchema)),
  atZtunnel: maybe(list(clause)),
})

export const authorizationPolicySchema = object<AuthorizationPolicy>()({
  name: text,
  namespace: text,
  effect: oneOf('allow', 'deny', 'audit', 'external'),
  provider: maybe(text),
  dryRun: flag,
  attachment,
  rules: list(rule),
  labels,
  annotations: labels,
  place: placeSchema,
})

const mode = oneOf('strict', 'permissive', 'disable', 'unset')

export const peerAuthenticationSchema = object<PeerAuthentication>()({
  name: text,
  namespace: text,
  attachment,
  mode,
  modePlace: maybe(placeSchema),
  ports: list(z.strictObject({ port: number, mode, place: placeSchema })),
  creationTimestamp: maybe(text),
  place: placeSchema,
})

export const tokenIssuerSchema = object<TokenIssuer>()({
  issuer: text,
  audiences: texts,
  keys: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('uri'), uri: text }),
      z.strictObject({ kind: z.literal('inline'), jwks: text }),
      z.strictObject({ kind: z.literal('discovery') }),
    ])
    .readonly(),
  locations: list(
    z.union([
      z.strictObject({ in: z.literal('header'), name: text, prefix: maybe(text) }),
      z.strictObject({ in: oneOf('query', 'cookie'), name: text }),
    ]),
  ),
  required: flag,
  forwardToken: flag,
  payloadHeader: maybe(text),
  claimHeaders: list(z.strictObject({ header: text, claim: text })),
  spaceDelimitedClaims: texts,
  timeout: maybe(text),
  place: placeSchema,
})

export const requestAuthenticationSchema = object<RequestAuthentication>()({
  name: text,
  namespace: text,
  attachment,
  issuers: list(tokenIssuerSchema),
  place: placeSchema,
})

export const extensionSchema = object<Extension>()({
  kind: oneOf('envoy-filter', 'wasm', 'lua', 'telemetry', 'proxy-config'),
  name: text,
  namespace: text,
  attachment,
  contexts: list(oneOf('inbound', 'outbound', 'gateway', 'any')),
  mayDecideAccess: flag,
  content: text,
  limits: maybe(list(limitPatchSchema)),
  oddLimit: maybe(placeSchema),
  place: placeSchema,
})
