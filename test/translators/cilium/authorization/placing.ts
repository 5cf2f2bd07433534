import { stringify } from 'yaml'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { defaultOptions, type EmitOptions } from '../../../../src/model/dialect.ts'
import { readManifests } from '../../../../src/translate.ts'
import { factsOf } from '../../../../translators/cilium/authorization/facts.ts'
import { placeAuthorization } from '../../../../translators/cilium/authorization/placement.ts'
import { policiesThatLetIn } from '../../../../translators/cilium/refusals/network-policies.ts'
import { obstaclesOf, type PolicyObstacle } from '../../../../translators/cilium/refusals/obstacles.ts'
import { document } from '../../../decide/documents.ts'

export const namespace = (name: string, labels: object = { 'istio-injection': 'enabled' }) => document('v1', 'Namespace', { name, labels })

export const deployment = (name: string, labels: object = {}, inNamespace = 'prod') =>
  document(
    'apps/v1',
    'Deployment',
    { name, namespace: inNamespace },
    {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: { serviceAccountName: name, containers: [{ name: 'c', image: 'c', ports: [{ name: 'http', containerPort: 8080 }] }] },
      },
    },
  )

const service = (name: string) =>
  document('v1', 'Service', { name, namespace: 'prod' }, { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] })

export const policy = (name: string, spec: object, where = 'prod', annotations?: object) =>
  document(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    { name, namespace: where, ...(annotations === undefined ? {} : { annotations }) },
    spec,
  )

export const networkPolicy = (name: string, app: string) =>
  document(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { name, namespace: 'prod' },
    {
      podSelector: { matchLabels: { app } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }] }],
    },
  )

export const mesh = [namespace('prod'), namespace('bank'), deployment('web'), deployment('api'), service('web'), service('api')]

const names = new Map<string, string>(Object.entries(catalogue).map(([name, { code }]) => [code, name]))

export interface Given {
  readonly assume?: EmitOptions['assume']
  readonly cilium?: string
  readonly obstacles?: readonly PolicyObstacle[]
  /** The largest pattern that Envoy takes. */
  readonly regexSize?: number
}

interface Placed {
  /** Which policies Cilium enforces from now on. */
  readonly translated: readonly string[]
  readonly staying: readonly string[]
  /** The policies of Cilium, each with those that it replaces, and whether it allows or denies. */
  readonly written: readonly string[]
  /** What is said, by the names of the catalogue, at which policy. */
  readonly said: readonly string[]
}

/** Where the policies of a mesh go; requests are Cilium's business once sidecars are gone. */
export function place(
  objects: readonly object[],
  { assume = ['sidecars-removed'], cilium, obstacles = [], regexSize }: Given = {},
): Placed {
  const read = readManifests([{ path: 'mesh.yaml', text: objects.map((one) => stringify(one)).join('---\n') }])
  const versions = { ...defaultOptions.versions, ...(cilium === undefined ? {} : { cilium }) }
  const options = { ...defaultOptions, versions, assume, ...(regexSize === undefined ? {} : { regexSize }) }
  if (read.mesh.unread.length > 0) throw new Error(read.diagnostics.map(({ message }) => message).join('; '))
  const { translated, staying, written, diagnostics } = placeAuthorization({
    elsewhere: new Set(),
    facts: factsOf(read.mesh),
    options,
    obstacles: [...obstaclesOf(read.mesh, options, [], { tokens: new Set(), limits: new Set() }), ...obstacles],
    others: policiesThatLetIn(read.mesh),
    conditionsOf: () => options,
  })
  return {
    translated: translated.map(({ name }) => name),
    staying: staying.map(({ name }) => name),
    written: written.map(({ object, policies }) => {
      const { ingress, ingressDeny } = (object as unknown as { spec: { ingress?: object; ingressDeny?: object } }).spec
      const does = ingress === undefined ? (ingressDeny === undefined ? 'nothing' : 'denies') : 'allows'
      return `${object.metadata.name} ${does} for ${policies.map(({ name }) => name).join(' ')}`
    }),
    said: diagnostics.map(({ code, place: at }) => `${names.get(code)} at ${at?.object.name}`),
  }
}
