import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { Request } from '../../../src/model/request.ts'
import { translate } from '../../../src/translate.ts'
import { document } from '../../decide/documents.ts'
import { meshOf } from '../../decide/mesh-of.ts'
import fc from '../../fast-check.ts'

/** Who connects where: a pod of the mesh, or a client that is not a pod (and not the node of the destination). */
interface Connection {
  readonly client: { readonly namespace: string; readonly account: string } | 'world'
  readonly port: number
}

interface Source {
  readonly principals?: string[]
  readonly notPrincipals?: string[]
  readonly namespaces?: string[]
  readonly notNamespaces?: string[]
}

interface Operation {
  readonly ports?: string[]
  readonly notPorts?: string[]
}

interface Policy {
  readonly action: 'ALLOW' | 'DENY'
  readonly rules: { readonly from?: { readonly source: Source }[]; readonly to?: { readonly operation: Operation }[] }[]
}

const names = ['a', 'b', 'c']
const connections: Connection[] = (
  ['world', ...names.flatMap((namespace) => names.map((account) => ({ namespace, account })))] as const
).flatMap((client) => [80, 443, 9000].map((port) => ({ client, port })))

/** The decision of a sidecar, written from Istio's documentation alone: any denial denies; permissions, if there are any, must allow. */
function sidecarAllows(policies: readonly Policy[], connection: Connection): boolean {
  const matches = (policy: Policy): boolean => policy.rules.some((rule) => ruleMatches(rule, connection))
  if (policies.some((policy) => policy.action === 'DENY' && matches(policy))) return false
  const allows = policies.filter(({ action }) => action === 'ALLOW')
  return allows.length === 0 || allows.some(matches)
}

function ruleMatches({ from, to }: Policy['rules'][number], { client, port }: Connection): boolean {
  const principal = client === 'world' ? undefined : `cluster.local/ns/${client.namespace}/sa/${client.account}`
  const namespace = client === 'world' ? undefined : client.namespace
  const has = (list: readonly string[] | undefined, value: string | undefined): boolean =>
    value !== undefined && (list ?? []).includes(value)
  const source = ({ source }: { source: Source }): boolean =>
    (source.principals === undefined || has(source.principals, principal)) &&
    (source.namespaces === undefined || has(source.namespaces, namespace)) &&
    !has(source.notPrincipals, principal) &&
    !has(source.notNamespaces, namespace)
  const operation = ({ operation }: { operation: Operation }): boolean =>
    (operation.ports === undefined || has(operation.ports, String(port))) && !has(operation.notPorts, String(port))
  return (from === undefined || from.some(source)) && (to === undefined || to.some(operation))
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[]
}

interface Entry {
  readonly fromEndpoints?: readonly Selector[]
  readonly fromEntities?: readonly string[]
  readonly toPorts?: readonly {
    readonly ports: readonly { readonly port: string; readonly endPort?: number; readonly protocol: string }[]
  }[]
  readonly icmps?: unknown
}

/** The decision of Cilium over the policies of one pod: default deny if one asks for it, denials first, then the union of permissions. */
function ciliumAllows(objects: readonly KubernetesObject[], connection: Connection): boolean {
  const specs = objects.map(({ spec }) => spec as { ingress?: Entry[]; ingressDeny?: Entry[]; enableDefaultDeny?: { ingress: boolean } })
  if (specs.some(({ ingressDeny }) => ingressDeny?.some((entry) => entryMatches(entry, connection)))) return false
  const isClosed = specs.some(({ enableDefaultDeny }) => enableDefaultDeny?.ingress !== false)
  return !isClosed || specs.some(({ ingress }) => ingress?.some((entry) => entryMatches(entry, connection)))
}

function entryMatches({ fromEndpoints, fromEntities, toPorts, icmps }: Entry, { client, port }: Connection): boolean {
  if (icmps !== undefined) return false
  if (fromEndpoints === undefined && fromEntities === undefined && toPorts === undefined) return false
  const labels: Readonly<Record<string, string>> =
    client === 'world'
      ? {}
      : { 'k8s:io.kubernetes.pod.namespace': client.namespace, 'k8s:io.cilium.k8s.policy.serviceaccount': client.account }
  const peer =
    (fromEndpoints === undefined && fromEntities === undefined) ||
    fromEntities?.includes('all') ||
    (client === 'world' && fromEntities?.includes('world')) ||
    fromEndpoints?.some((selector) => selectorMatches(selector, labels))
  const range = toPorts?.flatMap(({ ports }) => ports)
  const isPort = range?.some(
    (candidate) =>
      (candidate.protocol === 'TCP' || candidate.protocol === 'ANY') &&
      (candidate.port === '0' || (Number(candidate.port) <= port && port <= (candidate.endPort ?? Number(candidate.port)))),
  )
  return peer === true && (range === undefined || isPort === true)
}

function selectorMatches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key]
      if (operator === 'Exists') return value !== undefined
      if (operator === 'In') return value !== undefined && values.includes(value)
      return value === undefined || !values.includes(value)
    })
  )
}

const name = fc.constantFrom('a', 'b')
const some = <T>(value: fc.Arbitrary<T>) => fc.uniqueArray(value, { minLength: 1, maxLength: 2 })
const principal = fc.tuple(name, name).map(([namespace, account]) => `cluster.local/ns/${namespace}/sa/${account}`)
const withSome = <T extends object>(value: fc.Arbitrary<T>) => value.filter((candidate) => Object.keys(candidate).length > 0)
const source: fc.Arbitrary<Source> = withSome(
  fc.record(
    { principals: some(principal), notPrincipals: some(principal), namespaces: some(name), notNamespaces: some(name) },
    { requiredKeys: [] },
  ),
)
const port = fc.constantFrom('80', '443')
const operation: fc.Arbitrary<Operation> = withSome(fc.record({ ports: some(port), notPorts: some(port) }, { requiredKeys: [] }))
const rule = fc.record(
  {
    from: fc.array(fc.record({ source }), { minLength: 1, maxLength: 2 }),
    to: fc.array(fc.record({ operation }), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
)
const policy: fc.Arbitrary<Policy> = fc.oneof(
  fc.record({ action: fc.constant('ALLOW' as const), rules: fc.array(rule, { maxLength: 2 }) }),
  fc.record({ action: fc.constant('DENY' as const), rules: fc.array(rule, { minLength: 1, maxLength: 2 }) }),
)

const policies = fc.array(policy, { minLength: 1, maxLength: 3 })

/** The policies of namespace `a`, and what they become. */
function translated(specs: readonly Policy[]): { before: InputFile[]; objects: readonly KubernetesObject[] } {
  const before = specs.map((spec, index) => {
    const written = { ...spec, ...(spec.rules.length === 0 ? { rules: undefined } : {}) }
    const object = document('security.istio.io/v1', 'AuthorizationPolicy', { name: `p${index}`, namespace: 'a' }, written)
    return { path: `p${index}.json`, text: JSON.stringify(object) }
  })
  const { emission, diagnostics } = translate(before, { target: 'cilium' })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return { before, objects: emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object] : [])) }
}

test('Cilium decides every connection as the sidecar did', () => {
  fc.assert(
    fc.property(policies, (specs) => {
      const { objects } = translated(specs)
      for (const connection of connections)
        expect(ciliumAllows(objects, connection), JSON.stringify(connection)).toBe(sidecarAllows(specs, connection))
    }),
    { numRuns: 300 },
  )
})

const pods = [
  document('v1', 'Namespace', { name: 'a', labels: { 'istio-injection': 'enabled' } }),
  document(
    'apps/v1',
    'Deployment',
    { name: 'web', namespace: 'a' },
    { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } } },
  ),
  document(
    'v1',
    'Service',
    { name: 'web', namespace: 'a' },
    { selector: { app: 'web' }, ports: [80, 443, 9000].map((port) => ({ name: `tcp-${port}`, port })) },
  ),
].map((object, index) => ({ path: `pods${index}.json`, text: JSON.stringify(object) }))

test('read back, the policies decide as the sidecars did', () => {
  fc.assert(
    fc.property(policies, (specs) => {
      const { before, objects } = translated(specs)
      const sidecars = meshOf([...pods, ...before])
      const after = meshOf([...pods, ...objects.map((object, index) => ({ path: `c${index}.json`, text: JSON.stringify(object) }))])
      for (const connection of connections) {
        const expected = sidecarAllows(specs, connection) ? 'allowed' : 'denied'
        const request = requestOf(connection)
        expect(decide(sidecars, request).verdict, JSON.stringify(connection)).toBe(expected)
        const decision = decide(after, request)
        expect(decision.verdict, JSON.stringify(connection)).toBe(expected)
        if (expected === 'denied') expect(decision.branches[0]?.points.at(-1)?.point).toBe('cilium endpoint')
      }
    }),
    { numRuns: 200 },
  )
})

function requestOf({ client, port }: Connection): Request {
  return {
    client:
      client === 'world'
        ? { kind: 'unmeshed' }
        : { kind: 'stranger', dataPlane: 'sidecar', namespace: client.namespace, serviceAccount: client.account },
    // At a pod's own address a sidecar has no identity for its clients (PassthroughCluster), so policies are asked at the Service's.
    address: { kind: 'service', namespace: 'a', name: 'web', port },
    protocol: 'tcp',
  }
}
