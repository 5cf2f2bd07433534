import { expect, test } from 'vitest'
import { catalogue } from '../../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../../../src/diagnostics/place.ts'
import { defaultOptions } from '../../../../../../src/model/dialect.ts'
import type { Mesh } from '../../../../../../src/model/mesh.ts'
import { anonymityOf } from '../../../../../../src/resolve/anonymity.ts'
import { errorRouteFor } from '../../../../../../src/resolve/routes/error-route.ts'
import { noPodsRouteFor } from '../../../../../../src/resolve/routes/no-pods-route.ts'
import { draftMigration } from '../../../../../../translators/istio-ambient/migration/draft.ts'
import { heldServers } from '../../../../../../translators/istio-ambient/migration/hold-back/pods/held-servers.ts'
import { anonymousClientHoldBacks } from '../../../../../../translators/istio-ambient/migration/hold-back/policies/anonymous-clients.ts'
import { barredByRoutesHoldBacks } from '../../../../../../translators/istio-ambient/migration/hold-back/routes/barred-by-routes.ts'
import { clientsThatCount, podsOfTarget } from '../../../../../../translators/istio-ambient/migration/identity-reach.ts'
import type { HoldBack, Migration } from '../../../../../../translators/istio-ambient/migration/migration.ts'
import { topologyOf } from '../../../../../../translators/istio-ambient/migration/topology.ts'
import fc from '../../../../../fast-check.ts'
import { callerNamespaces, meshOfCallers } from '../../../../../resolve/routes/mesh-of-callers.ts'

/** What makes the identity of clients count: for all of them, or for those of one namespace. */
const guard = fc
  .tuple(fc.constantFrom(...callerNamespaces), fc.constantFrom('PeerAuthentication', 'AuthorizationPolicy'), fc.constantFrom('elm', '*'))
  .map(([namespace, kind, client]) => ({
    apiVersion: 'security.istio.io/v1',
    kind,
    metadata: { name: 'guard', namespace },
    spec:
      kind === 'PeerAuthentication'
        ? { mtls: { mode: 'STRICT' } }
        : { action: 'DENY', rules: [{ from: [{ source: { namespaces: [client] } }] }] },
  }))

/** Services of one name, a rule for all of them, and Sidecars that list the same: what is alike in many namespaces. */
const alike = fc
  .tuple(fc.subarray([...callerNamespaces]), fc.subarray([...callerNamespaces]), fc.boolean())
  .map(([services, sidecars, plaintext]) => [
    ...services.map((namespace) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'leaf', namespace },
      spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'leaf' } },
    })),
    ...sidecars.map((namespace) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'own', namespace },
      spec: { egress: [{ hosts: ['./*'] }] },
    })),
    ...(plaintext
      ? [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'DestinationRule',
            metadata: { name: 'plaintext', namespace: 'istio-system' },
            spec: { host: '*.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } },
          },
        ]
      : []),
  ])

const drawn = meshOfCallers(fc.tuple(fc.array(guard, { minLength: 1, maxLength: 4 }), alike).map((lists) => lists.flat()))

/** What would move if nothing had a reason to stay. */
function drafted(mesh: Mesh): Migration {
  return draftMigration({ mesh, input: mesh }, defaultOptions, topologyOf(mesh), [])
}

/** Every namespace is asked about every destination, by a mesh of which nothing is known yet. */
function* eachAsked(migration: Migration, targets: 'all' | 'services') {
  const { mesh } = migration
  for (const target of [...mesh.services, ...(targets === 'all' ? mesh.externalHosts : [])]) {
    const pods = podsOfTarget(migration, target)
    const counts = clientsThatCount(migration, target, pods)
    for (const namespace of migration.movingNamespaces.filter((name) => counts?.(name) === true))
      yield { target, pods, namespace, alone: { ...mesh } }
  }
}

function anonymousOneByOne(migration: Migration): HoldBack[] {
  return [...eachAsked(migration, 'all')].flatMap(({ target, pods, namespace, alone }) => {
    const found = anonymityOf(alone, namespace, target)
    if (found === undefined) return []
    const cause = diagnose(catalogue.anonymousClients, found.place, { namespace, service: target.name, what: found.what })
    return [{ subject: { namespace }, cause }, ...(found.ofService ? heldServers(migration, target, pods, cause) : [])]
  })
}

function barredOneByOne(migration: Migration): HoldBack[] {
  return [...eachAsked(migration, 'services')].flatMap(({ target, namespace, alone }) => {
    if ('resolution' in target) return []
    const error = errorRouteFor(alone, namespace, target)
    const barrier = error ?? noPodsRouteFor(alone, namespace, target)
    if (barrier === undefined) return []
    const params = { service: objectText(target.place.object), routes: objectText(barrier.object), noPods: error === undefined, namespace }
    return [{ subject: { namespace }, cause: diagnose(catalogue.barredByRoutes, barrier, params) }]
  })
}

/** What tells reasons apart, each once: their order is that of their texts. */
function textsOf(holds: readonly HoldBack[]): string[] {
  const where = ({ place }: Diagnostic): string => (place === undefined ? '' : placeText(place))
  const texts = holds.map(({ subject, cause }) => {
    const who = subject === 'mesh' ? 'mesh' : 'namespace' in subject ? subject.namespace : objectText(subject.workload.place.object)
    return `${who} ${cause.code} ${where(cause)} ${cause.message}`
  })
  return [...new Set(texts)].sort()
}

function placeText({ object, span }: Place): string {
  return `${objectText(object)} ${object.file}:${span.line}:${span.col}`
}

test('namespaces that are alike stay for the reasons for which each of them would, asked alone', () => {
  const found = { anonymous: 0, shared: 0, barred: 0 }
  fc.assert(
    fc.property(drawn, (mesh) => {
      const migration = drafted(mesh)
      const anonymous = anonymousClientHoldBacks(migration)
      const oneByOne = anonymousOneByOne(migration)
      expect(textsOf(anonymous)).toEqual(textsOf(oneByOne))
      const barred = barredByRoutesHoldBacks(migration)
      expect(textsOf(barred)).toEqual(textsOf(barredOneByOne(migration)))
      found.anonymous += anonymous.length
      found.shared += oneByOne.length - anonymous.length
      found.barred += barred.length
    }),
    { numRuns: 150 },
  )
  expect(found.anonymous).toBeGreaterThan(100)
  expect(found.shared).toBeGreaterThan(50)
  expect(found.barred).toBeGreaterThan(10)
}, 120_000)
