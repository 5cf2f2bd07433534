import { z } from 'zod'
import type { ExternalAuthorizer, MeshSettings } from '../../model/settings.ts'
import { labelSelector } from './network.ts'
import { flag, labels, list, maybe, number, object, oneOf, place, text, texts } from './shape.ts'
import { captureDefaults } from './workloads.ts'

const externalAuthorizer = object<ExternalAuthorizer>()({
  name: text,
  protocol: oneOf('http', 'grpc'),
  service: text,
  port: number,
  failOpen: flag,
  asking: maybe(text),
  place,
})

const places = object<MeshSettings['places']>()({
  rootNamespace: maybe(place),
  trustDomain: maybe(place),
  trustDomainAliases: maybe(place),
  clusterDomain: maybe(place),
  pathNormalization: maybe(place),
  outboundPolicy: maybe(place),
  externalAuthorizers: maybe(place),
  autoMtls: maybe(place),
  defaultRetryAttempts: maybe(place),
  defaultExportTo: maybe(place),
  flags: maybe(place),
  neverInject: maybe(place),
  discoverySelectors: maybe(place),
  members: maybe(place),
})

export const settings = object<MeshSettings>()({
  rootNamespace: text,
  trustDomain: text,
  trustDomainAliases: texts,
  clusterDomain: text,
  pathNormalization: oneOf('none', 'base', 'merge-slashes', 'decode-and-merge-slashes'),
  outboundPolicy: oneOf('allow-any', 'registry-only'),
  externalAuthorizers: list(externalAuthorizer),
  autoMtls: flag,
  defaultRetryAttempts: maybe(number),
  defaultExportTo: z.strictObject({ services: texts, routes: texts, backendPolicies: texts }).readonly(),
  flags: labels,
  given: maybe(z.literal(true)),
  neverInject: list(labelSelector),
  discoverySelectors: list(labelSelector),
  members: maybe(z.strictObject({ names: texts, selectors: list(labelSelector) }).readonly()),
  capture: captureDefaults,
  unmodelled: list(place),
  places,
})
