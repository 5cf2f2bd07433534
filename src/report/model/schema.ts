import { z } from 'zod'
import type { Mesh } from '../../model/mesh.ts'
import type { UnreadInput } from '../../model/unread.ts'
import { text } from '../json-shape.ts'
import { addressGroupSchema, endpointPolicySchema } from './endpoints.ts'
import { modelVersion } from './json.ts'
import { backendPolicySchema, egressVisibilitySchema, labelUseSchema, networkPolicySchema } from './network.ts'
import { backendGrantSchema, nodeRoutesSchema, routeTableSchema } from './routes.ts'
import { authorizationPolicySchema, extensionSchema, peerAuthenticationSchema, requestAuthenticationSchema } from './security.ts'
import { settingsSchema } from './settings.ts'
import { flag, list, maybe, object, oneOf, placeSchema, texts } from './shape.ts'
import { edgeGatewaySchema, externalHostSchema, namespaceSchema, serviceSchema, waypointSchema, workloadSchema } from './workloads.ts'

const anyOrTexts = z.union([z.literal('any'), texts])

const span = z.strictObject({ file: text, line: z.int(), col: z.int(), endLine: z.int(), endCol: z.int() })

const unread = object<UnreadInput>()({
  why: oneOf('file', 'syntax', 'template', 'invalid', 'duplicate', 'kustomize', 'carried', 'unplaced', 'not-modelled'),
  what: text,
  because: maybe(text),
  compared: maybe(z.literal(true)),
  routes: maybe(
    z.strictObject({ namespace: text, hosts: texts, destinations: texts, exports: z.array(texts).readonly(), mesh: z.boolean() }),
  ),
  either: maybe(placeSchema),
  denies: maybe(z.literal(true)),
  content: maybe(text),
  reach: z.strictObject({ kinds: anyOrTexts, namespaces: anyOrTexts, name: maybe(text), root: maybe(z.boolean()) }),
  span: maybe(span),
  place: maybe(placeSchema),
})

const named = z.strictObject({ name: text, namespace: text, place: placeSchema })

const routeController = z.strictObject({
  kind: text,
  name: text,
  namespace: text,
  routes: texts,
  backendPolicies: texts,
  mesh: flag,
  place: placeSchema,
})

const mesh = object<Mesh>()({
  settings: settingsSchema,
  namespaces: list(namespaceSchema),
  workloads: list(workloadSchema),
  services: list(serviceSchema),
  externalHosts: list(externalHostSchema),
  gateways: list(edgeGatewaySchema),
  waypoints: list(waypointSchema),
  authorization: list(authorizationPolicySchema),
  peerAuthentication: list(peerAuthenticationSchema),
  requestAuthentication: list(requestAuthenticationSchema),
  routes: list(routeTableSchema),
  nodeRoutes: list(nodeRoutesSchema),
  backendGrants: list(backendGrantSchema),
  backendPolicies: list(backendPolicySchema),
  egress: list(egressVisibilitySchema),
  extensions: list(extensionSchema),
  networkPolicies: list(networkPolicySchema),
  endpointPolicies: list(endpointPolicySchema),
  kubernetesPolicies: list(endpointPolicySchema),
  addressGroups: list(addressGroupSchema),
  machineGroups: list(named),
  routeControllers: list(routeController),
  serviceAccounts: list(named),
  labelUses: list(labelUseSchema),
  unread: list(unread),
})

/** The schema of the JSON form; `schemas/model.v1.json` is generated from it. */
export const modelSchema = z.strictObject({ schemaVersion: z.literal(modelVersion), ...mesh.shape })
