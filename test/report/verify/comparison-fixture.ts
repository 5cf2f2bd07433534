import type { Place } from '../../../src/diagnostics/place.ts'
import type { Request } from '../../../src/model/request.ts'
import type { Decision, PointDecision } from '../../../src/model/verdict.ts'
import { readManifests } from '../../../src/translate.ts'
import type { Comparison, Difference } from '../../../src/verify/comparison.ts'

const policy = (action: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: shop}
spec:
  action: ${action}
  rules:
  - to: [{operation: {methods: [GET]}}]
`

/** The first rule of a policy in a file of its own. */
export function rulePlace(file: string): Place {
  return readManifests([{ path: file, text: policy('ALLOW') }]).mesh.authorization[0]!.rules[0]!.place
}

export const request: Request = {
  client: { kind: 'workload', namespace: 'shop', name: 'storefront', ip: '10.0.0.7' },
  address: { kind: 'service', namespace: 'shop', name: 'cart', port: 80 },
  protocol: 'http',
  http: {
    method: 'DELETE',
    target: '/admin/x?y=<1>',
    authority: 'cart',
    headers: { 'x-user': 'alice' },
    token: { kind: 'valid', claims: { iss: 'https://id.example.com/', groups: ['a', 'b'] } },
  },
}

const point = (
  name: PointDecision['point'],
  verdict: PointDecision['verdict'],
  reason: string,
  because: readonly Place[],
): PointDecision => ({
  point: name,
  at: 'shop/cart',
  verdict,
  ...(verdict === 'denied' ? { code: '403' } : {}),
  reason,
  saw: { identity: 'cluster.local/ns/shop/sa/storefront', port: 8080, path: '/admin/x' },
  because,
})

export const denied: Decision = {
  verdict: 'denied',
  points: [],
  branches: [
    {
      end: { kind: 'pods', namespace: 'shop', workload: 'cart', port: 8080 },
      workload: 'shop/cart',
      port: 8080,
      share: 1,
      verdict: 'denied',
      points: [point('destination sidecar', 'denied', 'no ALLOW rule matches', [rulePlace('access.yaml')])],
    },
  ],
  settings: [],
}

const onTheWay = point('client sidecar', 'allowed', 'routed by shop/cart', [rulePlace('routes.yaml')])

/** Two pods of one version and one of another, with a rewrite on the way. */
export const allowed: Decision = {
  verdict: 'allowed',
  points: [onTheWay],
  branches: (['cart-v1', 'cart-v2'] as const).map((workload, index) => ({
    end: { kind: 'pods' as const, namespace: 'shop', workload, port: 8080 },
    workload: `shop/${workload}`,
    port: 8080,
    share: index === 0 ? 0.9 : 0.1,
    verdict: 'allowed' as const,
    points: [onTheWay, point('ztunnel', 'allowed', 'no policy denies and none only allows', [])],
    received: { target: '/x', authority: 'cart', headers: { 'x-user': 'alice' } },
  })),
  settings: [{ timeoutMs: 1500, retries: 'off', mirrors: [], responseHeaders: ['set x=1'] }],
}

export const wider: Difference = {
  verdict: 'wider',
  destinations: ['Service shop/cart:80', 'pods shop/cart:8080'],
  clients: ['pods that leave their sidecars'],
  covers: 'cart',
  witness: { request, externalAllows: true, before: denied, after: allowed },
  changed: [],
  parts: 2,
  classes: 5,
}

export const narrower: Difference = {
  verdict: 'narrower',
  destinations: ['pods shop/ledger:5432'],
  clients: ['pods without a proxy'],
  covers: 'ledger',
  witness: {
    request: { client: { kind: 'unmeshed' }, address: { kind: 'pod', namespace: 'shop', workload: 'ledger', port: 5432 }, protocol: 'tcp' },
    before: allowed,
    after: denied,
  },
  changed: [],
  parts: 1,
  classes: 1,
}

export const announced: Difference = {
  ...narrower,
  destinations: ['pods shop/catalog:8080'],
  announcedBy: { code: 'US3001', message: 'callers that bypass the waypoint meet stricter policies', place: rulePlace('access.yaml') },
}

export const rerouted: Difference = {
  ...wider,
  verdict: 'rerouted',
  witness: { request, before: { ...allowed, settings: [] }, after: allowed },
  changed: ['timeout', 'retries'],
}

export const undetermined: Difference = {
  verdict: 'undetermined',
  destinations: ['Service shop/queue:9092'],
  clients: ['any client'],
  covers: 'queue',
  needs: 'the Namespace queue',
  changed: [],
  parts: 1,
  classes: 1,
}

export function comparisonOf(...differences: Difference[]): Comparison {
  const parts = { equal: 418, wider: 0, narrower: 0, rerouted: 0, undetermined: 0, identified: 0 }
  for (const { verdict, parts: own } of differences) parts[verdict] += own
  return {
    parts,
    differences,
    unread: [],
    unreadReviewed: false,
    outside: [{ what: 'the external authorizer `opa` decides too', place: rulePlace('mesh.yaml') }],
    assumptions: ['no policies exist but those of the input'],
  }
}
