import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { decide } from '../../src/model/decide/decide.ts'
import type { Client, Request, Token } from '../../src/model/decide/request.ts'
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
  readonly to?: 'pod'
  readonly port?: number
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly headers?: Record<string, string>
  readonly token?: 'invalid' | Record<string, unknown>
  readonly ip?: string
}

interface Case {
  readonly id: number | string
  readonly says: string
  readonly settings?: Record<string, unknown>
  readonly without?: 'waypoint'
  readonly external?: boolean
  readonly policies: readonly CasePolicy[]
  readonly expect: readonly (readonly [CaseRequest, string])[]
}

const planes = { 'sidecar-http': 'sidecar', 'sidecar-tcp': 'sidecar', ztunnel: 'ambient', waypoint: 'waypoint' } as const

for (const [file, plane] of Object.entries(planes)) {
  const cases = parse(readFileSync(new URL(`cases/${file}.yaml`, import.meta.url), 'utf8')) as Case[]
  for (const one of cases) {
    test(`${file} ${one.id}: ${one.says}`, () => {
      const mesh = meshOf([{ path: 'mesh.yaml', text: manifests(one, plane) }])
      for (const [request, expected] of one.expect) {
        const decision = decide(mesh, requestOf(request, plane), one.external === undefined ? {} : { externalAllows: one.external })
        const last = decision.branches[0]?.points.at(-1)
        const label = `${JSON.stringify(request)}: ${last?.reason}`
        if (expected === 'allow') expect(decision.verdict, label).toBe('allowed')
        else if (expected === 'deny') expect(decision.verdict, label).toBe('denied')
        else expect(last?.code, label).toBe(expected)
      }
    })
  }
}

function manifests(one: Case, plane: 'sidecar' | 'ambient' | 'waypoint'): string {
  const labels = plane === 'sidecar' ? { 'istio-injection': 'enabled' } : { 'istio.io/dataplane-mode': 'ambient' }
  const objects: object[] = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: { mesh: JSON.stringify(one.settings ?? {}) },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foo', labels } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'app', namespace: 'foo' },
      spec: { template: { metadata: { labels: { app: 'app' } }, spec: { serviceAccountName: 'app', containers: [{ name: 'app' }] } } },
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
  if (plane === 'waypoint' && one.without !== 'waypoint')
    objects.push({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'waypoint', namespace: 'foo' },
      spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
    })
  for (const [index, policy] of one.policies.entries()) objects.push(objectOf(policy, index))
  return objects.map((object) => JSON.stringify(object)).join('\n---\n')
}

function objectOf({ kind = 'AuthorizationPolicy', name, namespace = 'foo', dryRun, ...spec }: CasePolicy, index: number): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind,
    metadata: { name: name ?? `policy-${index}`, namespace, ...(dryRun === true ? { annotations: { 'istio.io/dry-run': 'true' } } : {}) },
    spec: kind === 'RequestAuthentication' ? { jwtRules: [{ issuer: 'i', jwksUri: 'https://i' }] } : spec,
  }
}

function requestOf(request: CaseRequest, plane: string): Request {
  return {
    client: clientOf(request, plane),
    address:
      request.to === 'pod'
        ? { kind: 'pod', namespace: 'foo', workload: 'app', port: 8080 }
        : { kind: 'service', namespace: 'foo', name: 'app', port: request.port ?? 80 },
    protocol: request.port === 90 ? 'tcp' : 'http',
    http: {
      method: request.method ?? 'GET',
      target: request.path ?? '/',
      authority: request.host ?? 'app.foo',
      headers: request.headers ?? {},
      token: tokenOf(request.token),
    },
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
