import { z } from 'zod'
import type { PathStep, Place } from '../../diagnostics/place.ts'
import { isPlace } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { UnreadInput } from '../../model/unread.ts'
import { addressGroup, endpointPolicy } from './endpoints.ts'
import { backendPolicy, egressVisibility, labelUse, networkPolicy } from './network.ts'
import { routeTable } from './routes.ts'
import { authorizationPolicy, extension, peerAuthentication, requestAuthentication } from './security.ts'
import { settings } from './settings.ts'
import { list, type ModelPlace, maybe, object, oneOf, place, text, texts, type Written } from './shape.ts'
import { edgeGateway, externalHost, namespace, service, waypoint, workload } from './workloads.ts'

/** Changes when a reader of the JSON would have to change; new optional fields do not count. */
export const modelVersion = 1

/** The policy model as data, as `convert -o model-json` prints it. */
export type ModelJson = { readonly schemaVersion: typeof modelVersion } & Written<Mesh>

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
  either: maybe(place),
  denies: maybe(z.literal(true)),
  reach: z.strictObject({ kinds: anyOrTexts, namespaces: anyOrTexts, name: maybe(text), root: maybe(z.boolean()) }),
  span: maybe(span),
  place: maybe(place),
})

const named = z.strictObject({ name: text, namespace: text, place })

const routeController = z.strictObject({ kind: text, name: text, namespace: text, routes: texts, backendPolicies: texts, place })

const mesh = object<Mesh>()({
  settings,
  namespaces: list(namespace),
  workloads: list(workload),
  services: list(service),
  externalHosts: list(externalHost),
  gateways: list(edgeGateway),
  waypoints: list(waypoint),
  authorization: list(authorizationPolicy),
  peerAuthentication: list(peerAuthentication),
  requestAuthentication: list(requestAuthentication),
  routes: list(routeTable),
  backendPolicies: list(backendPolicy),
  egress: list(egressVisibility),
  extensions: list(extension),
  networkPolicies: list(networkPolicy),
  endpointPolicies: list(endpointPolicy),
  addressGroups: list(addressGroup),
  machineGroups: list(named),
  routeControllers: list(routeController),
  serviceAccounts: list(named),
  labelUses: list(labelUse),
  unread: list(unread),
})

/** The schema of the JSON form; `schemas/model.v1.json` is generated from it. */
export const modelSchema = z.strictObject({ schemaVersion: z.literal(modelVersion), ...mesh.shape })

/** Writes the model as data: the same tree, with places as file, line, column and JSON pointer. */
export function modelJson(model: Mesh): ModelJson {
  return { schemaVersion: modelVersion, ...(written(model) as Written<Mesh>) }
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return value
  if (isPlace(value)) return placeOf(value)
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, written(inner)]])))
}

function placeOf({ span, path }: Place): ModelPlace {
  return { file: span.file, line: span.line, col: span.col, pointer: pointerOf(path) }
}

function pointerOf(path: readonly PathStep[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
