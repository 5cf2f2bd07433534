import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { decide } from '../../src/decide/decide.ts'
import type { Client, HttpRequest, Request, Token, TokenLocation } from '../../src/model/request.ts'
import { meshOf } from './mesh-of.ts'

/** A policy of a case: the spec's fields beside what belongs elsewhere in the object. */
interface CasePolicy {
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly dryRun?: boolean
  readonly [field: string]: unknown
}

interface CaseRequest {
  readonly from?: string
  readonly trustDomain?: string
  readonly client?: 'sidecar' | 'ingress'
  /** The pod itself, or another Service of the namespace. */
  readonly to?: string
  readonly port?: number
  readonly protocol?: 'http' | 'tcp'
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly headers?: Record<string, string>
  readonly token?: CaseToken
  readonly otherTokens?: readonly { readonly at: TokenLocation; readonly token: CaseToken }[]
  readonly sni?: string
  readonly ip?: string
}

type CaseToken = 'invalid' | Record<string, unknown>

interface Case {
  readonly id: number | string
  readonly says: string
  readonly source: string
  /** The mesh configuration. */
  readonly settings?: Record<string, unknown>
  readonly flags?: Record<string, string>
  /** No waypoint; or one that takes this kind of traffic, to which the pods are bound too. */
  readonly waypoint?: 'none' | 'all'
  readonly external?: boolean
  readonly policies: readonly CasePolicy[]
  /** Other objects, as they are. */
  readonly objects?: readonly object[]
  readonly expect: readonly (readonly [CaseRequest, string])[]
}

const planes = { 'sidecar-http': 'sidecar', 'sidecar-tcp': 'sidecar', ztunnel: 'ambient', waypoint: 'waypoint' } as const

const verdicts: Readonly<Record<string, string>> = { allow: 'allowed', deny: 'denied', undetermined: 'undetermined' }

const all: Case[] = []

for (const [file, plane] of Object.entries(planes)) {
  const cases = parse(readFileSync(new URL(`cases/${file}.yaml`, import.meta.url), 'utf8'), { merge: true }) as Case[]
  all.push(...cases)
  for (const one of cases) {
    test(`${file} ${one.id}: ${one.says}`, () => {
      const mesh = meshOf([{ path: 'mesh.yaml', text: manifests(one, plane) }])
      for (const [request, expected] of one.expect) {
        const decision = decide(mesh, requestOf(request, plane), one.external === undefined ? {} : { externalAllows: one.external })
        const last = (decision.branches[0] ?? decision).points.at(-1)
        const label = `${JSON.stringify(request)}: ${last?.reason}`
        const verdict = verdicts[expected] ?? 'denied'
        expect(decision.verdict, label).toBe(verdict)
        if (!Object.hasOwn(verdicts, expected)) expect(last?.code, label).toBe(expected)
        if (verdict === 'undetermined')
          expect(
            [decision, ...decision.branches].flatMap(({ points }) => points).some(({ needs }) => needs),
            label,
          ).toBe(true)
      }
    })
  }
}

test('every case of the semantics is there, each with its source', () => {
  const ids = new Set(all.map(({ id }) => Number.parseInt(String(id), 10)))
  expect(Array.from({ length: 98 }, (_, index) => index + 1).filter((id) => !ids.has(id))).toEqual([])
  expect(all.filter(({ source }) => !/^(istio|api|ztunnel|envoy):\S+/.test(source ?? '')).map(({ id }) => id)).toEqual([])
})

function manifests(one: Case, plane: 'sidecar' | 'ambient' | 'waypoint'): string {
  const labels = plane === 'sidecar' ? { 'istio-injection': 'enabled' } : { 'istio.io/dataplane-mode': 'ambient' }
  const objects: object[] = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: {
        mesh: JSON.stringify({ ...one.settings, ...(one.flags === undefined ? {} : { defaultConfig: { proxyMetadata: one.flags } }) }),
      },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foo', labels } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'foo' },
      spec: { template: { metadata: { labels: podLabels(one) }, spec: { serviceAccountName: 'app', containers: [{ name: 'app' }] } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'app', namespace: 'foo', ...(plane === 'waypoint' ? { labels: { 'istio.io/use-waypoint': 'waypoint' } } : {}) },
      spec: {
        selector: { app: 'app' },
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'http-b', port: 81, targetPort: 8081 },
          { name: 'tcp', port: 90, targetPort: 9090 },
        ],
      },
    },
  ]
  if (plane === 'waypoint' && one.waypoint !== 'none')
    objects.push({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {
        name: 'waypoint',
        namespace: 'foo',
        ...(one.waypoint === undefined ? {} : { labels: { 'istio.io/waypoint-for': one.waypoint } }),
      },
      spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    })
  objects.push(...(one.objects ?? []))
  for (const [index, policy] of one.policies.entries()) objects.push(objectOf(policy, index))
  return objects.map((object) => JSON.stringify(object)).join('\n---\n')
}

function podLabels(one: Case): Record<string, string> {
  return { app: 'app', ...(one.waypoint === 'all' ? { 'istio.io/use-waypoint': 'waypoint' } : {}) }
}

function objectOf({ kind = 'AuthorizationPolicy', name, namespace = 'foo', dryRun, ...spec }: CasePolicy, index: number): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind,
    metadata: { name: name ?? `policy-${index}`, namespace, ...(dryRun === true ? { annotations: { 'istio.io/dry-run': 'true' } } : {}) },
    spec,
  }
}

function requestOf(request: CaseRequest, plane: string): Request {
  const port = request.port ?? 80
  const protocol = request.protocol ?? (port === 90 ? 'tcp' : 'http')
  return {
    client: clientOf(request, plane),
    address:
      request.to === 'pod'
        ? { kind: 'pod', namespace: 'foo', workload: 'app', port: request.port ?? 8080 }
        : { kind: 'service', namespace: 'foo', name: request.to ?? 'app', port },
    protocol,
    ...(protocol === 'http' ? { http: httpOf(request) } : {}),
    ...(request.sni === undefined ? {} : { sni: request.sni }),
  }
}

function httpOf(request: CaseRequest): HttpRequest {
  const others = request.otherTokens?.map(({ at, token }) => ({ at, token: tokenOf(token) }))
  return {
    method: request.method ?? 'GET',
    target: request.path ?? '/',
    authority: request.host ?? `${request.to === undefined || request.to === 'pod' ? 'app' : request.to}.foo`,
    headers: request.headers ?? {},
    token: tokenOf(request.token),
    ...(others === undefined ? {} : { otherTokens: others }),
  }
}

function clientOf(request: CaseRequest, plane: string): Client {
  const ip = request.ip === undefined ? {} : { ip: request.ip }
  if (request.from === 'plaintext') return { kind: 'unmeshed', ...ip }
  const [namespace, serviceAccount] = (request.from ?? 'other/client').split('/') as [string, string]
  if (request.client === 'ingress') return { kind: 'ingress', namespace, serviceAccount, ...ip }
  const trustDomain = request.trustDomain === undefined ? {} : { trustDomain: request.trustDomain }
  return {
    kind: 'stranger',
    dataPlane: plane === 'sidecar' || request.client === 'sidecar' ? 'sidecar' : 'ambient',
    namespace,
    serviceAccount,
    ...trustDomain,
    ...ip,
  }
}

function tokenOf(token: CaseRequest['token']): Token {
  if (token === undefined) return { kind: 'none' }
  return token === 'invalid' ? { kind: 'invalid' } : { kind: 'valid', claims: token }
}
