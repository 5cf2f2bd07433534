import { expect, test } from 'vitest'
import type { Request } from '../../src/model/request.ts'
import { readManifests } from '../../src/translate.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import fc from '../fast-check.ts'
import { hiddenIn } from './hidden-requests.ts'
import { requestTo } from './requests-to.ts'
import { sidecarMesh } from './sidecar-mesh.ts'
import { routedMesh } from './sidecar-routes.ts'

/** `SETTINGS_RUNS=2000` asks many pairs of mesh settings. */
const runs = Number(process.env.SETTINGS_RUNS ?? 25)
const seed = Number(process.env.SETTINGS_SEED ?? 1)
const requestsPerPair = 40

const domains = ['cluster.local', 'td1', 'old', 'td1.example.', 'other.example'] as const
const settings = fc.record(
  {
    trustDomain: fc.constantFrom(...domains),
    trustDomainAliases: fc.uniqueArray(fc.constantFrom(...domains), { minLength: 1, maxLength: 2 }),
    pathNormalization: fc
      .constantFrom('NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES')
      .map((normalization) => ({ normalization })),
    enableAutoMtls: fc.boolean(),
    outboundTrafficPolicy: fc.constantFrom('ALLOW_ANY', 'REGISTRY_ONLY').map((mode) => ({ mode })),
    rootNamespace: fc.constantFrom('istio-system', 'billing'),
    defaultServiceExportTo: fc.constantFrom(['*'], ['.']),
    defaultConfig: fc.constant({ proxyMetadata: { PILOT_SKIP_VALIDATE_TRUST_DOMAIN: 'true' } }),
  },
  { requiredKeys: [] },
)

const paths = [
  '//admin',
  '/%2Fadmin',
  '/%61dmin',
  '/public/../admin',
  '/public%2F..%2Fadmin',
  '/x/..//admin',
  '/admin/.',
  '/%00',
  '/admin/%00',
  '/public%00',
  '/items/7%00',
  '/%00/x',
  '\\/admin',
]

/** The same request with a path that normalisation changes, or from another trust domain. */
function odd(request: Request): fc.Arbitrary<Request> {
  const { client } = request
  return fc.tuple(fc.option(fc.constantFrom(...paths)), fc.option(fc.constantFrom(...domains))).map(([target, trustDomain]) => ({
    ...request,
    ...(target === null || request.http === undefined ? {} : { http: { ...request.http, target } }),
    ...(trustDomain !== null && client.kind === 'stranger' ? { client: { ...client, trustDomain } } : {}),
  }))
}

const requestsOf = (generated: Parameters<typeof requestTo>[0]) =>
  fc.array(requestTo(generated).chain(odd), { minLength: requestsPerPair, maxLength: requestsPerPair })

test('what another mesh configuration lets in is told', () => {
  let asked = 0
  const pairs = fc
    .oneof(sidecarMesh, routedMesh)
    .chain((generated) =>
      fc.record({ generated: fc.constant(generated), before: settings, after: settings, requests: requestsOf(generated) }),
    )
  fc.assert(
    fc.property(pairs, ({ generated, before, after, requests }) => {
      const [was, is] = [before, after].map((one) => readManifests([...generated.files, meshFile(one)]).mesh) as [Mesh, Mesh]
      asked += hiddenIn({ before: was, after: is }, requests, JSON.stringify([before, after]))
      // Neither evaluator knows of a request that the other decides otherwise: that would be thrown.
      expect(compareMeshes(was, was, { exhaustive: true }).differences).toEqual([])
    }),
    { numRuns: runs, seed, endOnFailure: true },
  )
  expect(asked).toBeGreaterThan(0)
}, 3_600_000)

type Mesh = ReturnType<typeof readManifests>['mesh']

function meshFile(config: object) {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: { mesh: JSON.stringify(config) },
  }
  return { path: 'istio.yaml', text: JSON.stringify(object) }
}
