import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import { loadManifests } from '../../../../src/manifest/load.ts'
import { MeshBuilder } from '../../../../src/model/builder.ts'
import { defaultOptions } from '../../../../src/model/dialect.ts'
import type { RouteController } from '../../../../src/model/route-controller.ts'
import { routeReaders } from '../../../../translators/gateway-api/read/index.ts'
import { istiod } from '../../../../translators/istio/istiod.ts'

/** A controller that differs from istiod in what Gateway API leaves to it. */
const other: RouteController = {
  name: istiod.name,
  refuses: new Set(),
  retriedOn: ['reset'],
  attempts: 5,
  parents: {},
  hostBackends: new Set(),
  backendRequest: 'request',
  starOfOrigin: '[a-z]+',
  unmatchedPreflights: 'forward',
  withoutBackends: 404,
  since: istiod.since,
}

const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{group: "", kind: Service, name: web, port: 80}]
  rules:
  - retry: {codes: [503]}
    backendRefs: [{name: web}]
`

/** The one table that a controller makes of the route, with Gateway API 1.6. */
function readBy(controller: RouteController, text = route) {
  const { objects } = loadManifests([{ path: 'a.yaml', text }])
  const into = new MeshBuilder()
  const diagnostics: Diagnostic[] = []
  const versions = { ...defaultOptions.versions, gatewayApi: '1.6' }
  for (const reader of routeReaders(controller))
    if (reader.kind === 'HTTPRoute') reader.read(objects[0]!, { settings: into.settings, versions, diagnostics }, into)
  return { table: into.routes[0]!, codes: diagnostics.map(({ code }) => code) }
}

describe('a route for a controller', () => {
  test('has no rules where the controller refuses a part of it, and rules where another does not', () => {
    expect(readBy(istiod)).toMatchObject({ table: { controller: 'istiod', http: [] }, codes: ['US2109'] })
    expect(readBy(other)).toMatchObject({ table: { http: [{}] }, codes: [] })
  })

  test('is retried on what the controller retries on, as often as it does', () => {
    const lenient = { ...istiod, refuses: new Set([]) }
    expect(readBy(lenient).table.http[0]?.action.retries).toMatchObject({ attempts: 2, retryOn: ['503', ...istiod.retriedOn] })
    expect(readBy(other).table.http[0]?.action.retries).toMatchObject({ attempts: 5, retryOn: ['503', 'reset'] })
  })

  const timed = route.replace('retry: {codes: [503]}', 'timeouts: {request: 10s, backendRequest: 3s}')

  test('has the time of a try for the whole request, or for each try where it retries, or the shorter one for the request', () => {
    const lenient = { ...istiod, refuses: new Set([]) }
    const tried = timed.replace('timeouts', 'retry: {attempts: 2}\n    timeouts')
    expect(readBy(lenient, timed).table.http[0]?.action.timeoutMs).toBe(3000)
    expect(readBy(lenient, tried).table.http[0]?.action).toMatchObject({ timeoutMs: 10_000, retries: { perTryTimeoutMs: 3000 } })
    expect(readBy(other, timed.replace('3s', '30s')).table.http[0]?.action.timeoutMs).toBe(10_000)
    expect(readBy(other, tried).table.http[0]?.action).toMatchObject({ timeoutMs: 3000, retries: { attempts: 2 } })
    expect(readBy(other, tried).table.http[0]?.action.retries).not.toHaveProperty('perTryTimeoutMs')
  })

  test('admits the origins that a star stands for at the controller, and answers other preflights as it does', () => {
    const cors = route.replace('retry: {codes: [503]}', 'filters: [{type: CORS, cors: {allowOrigins: ["https://*.shop.example"]}}]')
    expect(readBy({ ...istiod, refuses: new Set([]) }, cors).table.http[0]?.action.cors).toMatchObject({
      allowOrigins: [{ match: { op: 'regex', value: 'https://.*\\.shop\\.example' } }],
      unmatchedPreflights: 'ignore',
    })
    expect(readBy(other, cors).table.http[0]?.action.cors).toMatchObject({
      allowOrigins: [{ match: { op: 'regex', value: 'https://[a-z]+\\.shop\\.example' } }],
      unmatchedPreflights: 'forward',
    })
  })

  const istios = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: lent, namespace: shop}
spec:
  parentRefs: [{group: networking.istio.io, kind: ServiceEntry, name: lent}]
  rules:
  - matches: [{headers: [{name: x-key, type: RegularExpression, value: "*"}]}]
  - backendRefs: [{group: networking.istio.io, kind: Hostname, name: lent.example.com, port: 443}]
`

  test('has the parents, the backends and the regular expression of istiod for istiod alone', () => {
    const [ours, theirs] = [readBy(istiod, istios), readBy(other, istios)]
    expect(ours).toMatchObject({ codes: [], table: { bindings: [{ to: 'service', target: { kind: 'ServiceEntry' } }] } })
    expect(theirs).toMatchObject({ codes: ['US2111', 'US2110'], table: { bindings: [] } })
    expect(JSON.stringify(ours.table.http[0]?.matches)).toContain('"op":"present"')
    expect(JSON.stringify(theirs.table.http[0]?.matches)).toContain('"op":"regex","value":"*"')
    expect([ours, theirs].map(({ table }) => table.http[0]?.action.response?.status)).toEqual([500, 404])
    expect([ours, theirs].map(({ table }) => table.http[1]?.action.backends[0]?.host)).toEqual([
      'lent.example.com',
      'lent.example.com.shop.hostname',
    ])
  })
})
