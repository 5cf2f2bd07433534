import { z } from 'zod'
import type { AuthorizerCheck } from '../../model/authorizer-check.ts'
import type { ExternalAuthorizer, MeshSettings, Preset } from '../../model/settings.ts'
import { text } from '../json-shape.ts'
import { labelSelectorSchema } from './network.ts'
import { flag, labels, list, maybe, number, object, oneOf, placeSchema, texts } from './shape.ts'
import { captureDefaultsSchema } from './workloads.ts'

const authorizerCheck = object<AuthorizerCheck>()({
  timeoutMs: number,
  statusOnError: maybe(number),
  body: maybe(z.strictObject({ maxBytes: number, allowPartial: flag, asBytes: flag }).readonly()),
  pathPrefix: maybe(text),
  requestHeaders: texts,
  addedHeaders: list(z.strictObject({ name: text, value: text })),
  toUpstream: texts,
  toClientOnDeny: texts,
  toClientOnAllow: texts,
})

export const externalAuthorizerSchema = object<ExternalAuthorizer>()({
  name: text,
  protocol: oneOf('http', 'grpc'),
  service: text,
  port: number,
  failOpen: flag,
  asking: maybe(text),
  check: maybe(authorizerCheck),
  choosesRouteAgain: maybe(z.literal(true)),
  place: placeSchema,
})

const preset = object<Preset>()({ setting: oneOf('profile', 'compatibilityVersion'), value: text, place: placeSchema })

const places = object<MeshSettings['places']>()({
  rootNamespace: maybe(placeSchema),
  trustDomain: maybe(placeSchema),
  trustDomainAliases: maybe(placeSchema),
  clusterDomain: maybe(placeSchema),
  pathNormalization: maybe(placeSchema),
  outboundPolicy: maybe(placeSchema),
  externalAuthorizers: maybe(placeSchema),
  autoMtls: maybe(placeSchema),
  defaultRetryAttempts: maybe(placeSchema),
  defaultExportTo: maybe(placeSchema),
  flags: maybe(placeSchema),
  neverInject: maybe(placeSchema),
  discoverySelectors: maybe(placeSchema),
  members: maybe(placeSchema),
})

export const settingsSchema = object<MeshSettings>()({
  rootNamespace: text,
  trustDomain: text,
  trustDomainAliases: texts,
  clusterDomain: text,
  pathNormalization: oneOf('none', 'base', 'merge-slashes', 'decode-and-merge-slashes'),
  outboundPolicy: oneOf('allow-any', 'registry-only'),
  externalAuthorizers: list(externalAuthorizerSchema),
  autoMtls: flag,
  defaultRetryAttempts: maybe(number),
  defaultExportTo: z.strictObject({ services: texts, routes: texts, backendPolicies: texts }).readonly(),
  flags: labels,
  given: maybe(z.literal(true)),
  nodesFollowRoutes: maybe(z.literal(true)),
  registryByPods: maybe(z.literal(true)),
  regexSize: maybe(number),
  neverInject: list(labelSelectorSchema),
  discoverySelectors: list(labelSelectorSchema),
  members: maybe(z.strictObject({ names: texts, selectors: list(labelSelectorSchema) }).readonly()),
  capture: captureDefaultsSchema,
  presets: maybe(list(preset)),
  unmodelled: list(placeSchema),
  places,
})
