import { expect, test } from 'vitest'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { anonymityOf } from '../../../src/resolve/anonymity.ts'
import { callerKinds, callersAlike } from '../../../src/resolve/routes/clients-alike.ts'
import { errorRouteFor } from '../../../src/resolve/routes/error-route.ts'
import { noPodsRouteFor } from '../../../src/resolve/routes/no-pods-route.ts'
import { readManifests } from '../../../src/translate.ts'
import fc from '../../fast-check.ts'

const namespaces = ['oak', 'elm', 'ash', 'fir', 'yew'] as const
const namespace = fc.constantFrom(...namespaces)
const exports = fc.option(
  fc.constantFrom<readonly string[]>(['*'], ['.'], ['elm'], ['ash', '.'], ['~']).map((exportTo) => [...exportTo]),
  { nil: undefined },
)
const host = fc
  .tuple(fc.constantFrom('leaf', 'root', 'alias'), namespace)
  .chain(([name, within]) => fc.constantFrom(name, `${name}.${within}.svc.cluster.local`))

const istio = (kind: string, spec: fc.Arbitrary<object>) =>
  fc
    .tuple(namespace, fc.constantFrom('a', 'b'), fc.option(fc.constantFrom(2021, 2022), { nil: undefined }), spec)
    .map(([within, name, year, body]) => ({
      apiVersion: 'networking.istio.io/v1',
      kind,
      metadata: { name, namespace: within, ...(year === undefined ? {} : { creationTimestamp: `${year}-01-01T00:00:00Z` }) },
      spec: body,
    }))
const virtualService = istio(
  'VirtualService',
  fc.record({
    hosts: host.map((one) => [one]),
    exportTo: exports,
    http: fc.array(
      fc.record({
        match: fc.option(fc.constantFrom([{ uri: { prefix: '/api' } }], [{ sourceNamespace: 'elm' }]), { nil: undefined }),
        route: fc
          .record({ host, subset: fc.option(fc.constantFrom('v1', 'v2'), { nil: undefined }) })
          .map((destination) => [{ destination }]),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
)
const destinationRule = istio(
  'DestinationRule',
  fc.record({
    host: fc.oneof({ weight: 4, arbitrary: host }, { weight: 1, arbitrary: fc.constant('*.svc.cluster.local') }),
    exportTo: exports,
    workloadSelector: fc.option(fc.constant({ matchLabels: { app: 'leaf' } }), { nil: undefined, freq: 5 }),
    trafficPolicy: fc.option(fc.constantFrom({ tls: { mode: 'DISABLE' } }, { tls: { mode: 'ISTIO_MUTUAL' } }), { nil: undefined }),
    subsets: fc.option(fc.constantFrom([{ name: 'v1', labels: { version: 'v1' } }], [{ name: 'v2', labels: { version: 'v2' } }]), {
      nil: undefined,
    }),
  }),
)
const sidecar = istio(
  'Sidecar',
  fc.record({
    workloadSelector: fc.option(fc.constant({ labels: { app: 'leaf' } }), { nil: undefined }),
    egress: fc.constantFrom([{ hosts: ['./*'] }], [{ hosts: ['*/*'] }], [{ hosts: ['oak/*', './*'] }]),
    outboundTrafficPolicy: fc.option(fc.constantFrom({ mode: 'ALLOW_ANY' }, { mode: 'REGISTRY_ONLY' }), { nil: undefined }),
  }),
)
const service = fc
  .tuple(
    namespace,
    fc.constantFrom('leaf', 'root', 'alias'),
    fc.option(fc.constantFrom('*', '.', 'elm,fir', '~'), { nil: undefined }),
    host,
  )
  .map(([within, name, exportTo, other]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: within,
      ...(exportTo === undefined ? {} : { annotations: { 'networking.istio.io/exportTo': exportTo } }),
    },
    spec: {
      ports: [{ name: 'http', port: 80 }],
      ...(name === 'alias'
        ? { type: 'ExternalName', externalName: other.includes('.') ? other : 'leaf.elm.svc.cluster.local' }
        : { selector: { app: name } }),
    },
  }))
const deployment = namespace.map((within) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'leaf', namespace: within },
  spec: {
    selector: { matchLabels: { app: 'leaf' } },
    template: { metadata: { labels: { app: 'leaf', version: 'v1' } }, spec: { containers: [{ name: 'a' }] } },
  },
}))
const entry = istio(
  'ServiceEntry',
  fc.record({
    hosts: fc.constantFrom(['far.example'], ['*.elm.svc.cluster.local']),
    exportTo: exports,
    ports: fc.constant([{ number: 80, name: 'http', protocol: 'HTTP' }]),
    resolution: fc.constant('NONE'),
  }),
)
const nameOf = (object: { kind: string; metadata: { name: string; namespace: string } }) =>
  `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`
const mesh = fc
  .tuple(
    fc.array(service, { minLength: 2, maxLength: 6 }),
    fc.array(deployment, { minLength: 1, maxLength: 3 }),
    fc.array(fc.oneof(virtualService, destinationRule, sidecar, entry), { minLength: 1, maxLength: 8 }),
  )
  .map((lists): Mesh => {
    const objects = new Map(lists.flat().map((object) => [nameOf(object as Parameters<typeof nameOf>[0]), object]))
    const shown = namespaces.map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'istio-injection': 'enabled' } },
    }))
    return readManifests([...shown, ...objects.values()].map((object, index) => ({ path: `${index}.yaml`, text: JSON.stringify(object) })))
      .mesh
  })

test('clients of a kind get from what was asked of others what they get when they are asked alone', () => {
  let shared = 0
  fc.assert(
    fc.property(mesh, (drawn) => {
      for (const target of [...drawn.services, ...drawn.externalHosts]) {
        const kinds = namespaces.map((name) => callerKinds(drawn, target)(name))
        shared += kinds.length - new Set(kinds).size
        const together = callersAlike(drawn, target, namespaces).map(({ all }) => [...all()])
        expect(together.flat().sort()).toEqual([...namespaces].sort())
        for (const names of together) expect(new Set(names.map(callerKinds(drawn, target))).size).toBe(1)
        expect(callersAlike(drawn, target, namespaces).map(({ first }) => first)).toEqual(together.map(([name]) => name))
        for (const name of namespaces) {
          const alone = (): Mesh => ({ ...drawn })
          expect(anonymityOf(drawn, name, target)).toEqual(anonymityOf(alone(), name, target))
          if ('resolution' in target) continue
          expect(errorRouteFor(drawn, name, target)).toEqual(errorRouteFor(alone(), name, target))
          expect(noPodsRouteFor(drawn, name, target)).toEqual(noPodsRouteFor(alone(), name, target))
        }
      }
    }),
    { numRuns: 80 },
  )
  expect(shared).toBeGreaterThan(100)
}, 120_000)

test('what clients find at a Service is asked once for each kind of them, and the Sidecar of each is named', () => {
  const asked = [20, 160].map((count) => {
    const names = Array.from({ length: count }, (_, at) => `n${at}`)
    const objects = names.flatMap((name) => [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Sidecar',
        metadata: { name, namespace: name },
        spec: { egress: [{ hosts: ['./*'] }] },
      },
    ])
    const spec = { ports: [{ name: 'http', port: 80 }], selector: { app: 'web' } }
    const web = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'n7' }, spec }
    const files = [...objects, web].map((object, at) => ({ path: `${at}.yaml`, text: JSON.stringify(object) }))
    const read = readManifests(files).mesh
    let ports = 0
    const service: Service = {
      ...read.services[0]!,
      get ports() {
        ports += 1
        return read.services[0]!.ports
      },
    }
    const counted = { ...read, services: [service] }
    const others = names.filter((name) => name !== 'n7')
    const places = others.map((name) => objectText(anonymityOf(counted, name, service)!.place.object))
    expect(places).toEqual(others.map((name) => `Sidecar ${name}/${name}`))
    expect(anonymityOf(counted, 'n7', service)).toBeUndefined()
    return ports
  })
  expect(asked[0]).toBeGreaterThan(0)
  expect(asked[1]).toBe(asked[0])
})

test('of many namespaces that nothing about a Service names, one is asked', () => {
  const texts = Array.from({ length: 40 }, (_, at) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n${at}` } }))
  const web = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'n7' },
    spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'web' } },
  }
  const read = readManifests([...texts, web].map((object, at) => ({ path: `${at}.yaml`, text: JSON.stringify(object) }))).mesh
  const kinds = texts.map(({ metadata }) => callerKinds(read, read.services[0]!)(metadata.name))
  expect(new Set(kinds).size).toBe(2)
  const names = texts.map(({ metadata }) => metadata.name)
  expect(callersAlike(read, read.services[0]!, names).map(({ first }) => first)).toEqual(['n7', 'n0'])
})

test('what routes lead to tells clients apart, too', () => {
  const object = (kind: string, name: string, within: string, rest: object) => ({
    apiVersion: kind === 'Service' ? 'v1' : 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace: within, ...(name === 'root' ? { annotations: { 'networking.istio.io/exportTo': 'ash' } } : {}) },
    ...rest,
  })
  const spec = { ports: [{ name: 'http', port: 80 }], selector: { app: 'a' } }
  const objects = [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    object('Service', 'leaf', 'oak', { spec }),
    object('Service', 'root', 'elm', { spec }),
    object('VirtualService', 'leaf', 'oak', {
      spec: { hosts: ['leaf'], http: [{ route: [{ destination: { host: 'root.elm.svc.cluster.local' } }] }] },
    }),
  ]
  const { mesh: read } = readManifests(objects.map((one, at) => ({ path: `${at}.yaml`, text: JSON.stringify(one) })))
  const leaf = read.services.find(({ name }) => name === 'leaf')!
  expect(namespaces.map((name) => errorRouteFor(read, name, leaf) === undefined)).toEqual([false, false, true, false, false])
})
