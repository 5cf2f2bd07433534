import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import { loadManifests } from '../../../../src/manifest/load.ts'
import { MeshBuilder } from '../../../../src/model/builder.ts'
import { defaultOptions } from '../../../../src/model/dialect.ts'
import type { RouteController } from '../../../../src/model/route-controller.ts'
import { routeReaders } from '../../../../translators/gateway-api/read/index.ts'
import { istiod } from '../../../../translators/istio/istiod.ts'

/** A controller that differs from istiod in what Gateway API leaves to it. */
const other: RouteController = { ...istiod, refuses: new Set(), retriedOn: ['reset'], attempts: 5 }

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
function readBy(controller: RouteController) {
  const { objects } = loadManifests([{ path: 'a.yaml', text: route }])
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
})
