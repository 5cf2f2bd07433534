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
import { callerNamespaces, meshOfCallers } from './mesh-of-callers.ts'

test('clients of a kind get from what was asked of others what they get when they are asked alone', () => {
  let shared = 0
  fc.assert(
    fc.property(meshOfCallers(), (drawn) => {
      for (const target of [...drawn.services, ...drawn.externalHosts]) {
        const kinds = callerNamespaces.map((name) => callerKinds(drawn, target)(name))
        shared += kinds.length - new Set(kinds).size
        const together = callersAlike(drawn, target, callerNamespaces).map(({ all }) => [...all()])
        expect(together.flat().sort()).toEqual([...callerNamespaces].sort())
        for (const names of together) expect(new Set(names.map(callerKinds(drawn, target))).size).toBe(1)
        expect(callersAlike(drawn, target, callerNamespaces).map(({ first }) => first)).toEqual(together.map(([name]) => name))
        for (const name of callerNamespaces) {
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
    ...callerNamespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    object('Service', 'leaf', 'oak', { spec }),
    object('Service', 'root', 'elm', { spec }),
    object('VirtualService', 'leaf', 'oak', {
      spec: { hosts: ['leaf'], http: [{ route: [{ destination: { host: 'root.elm.svc.cluster.local' } }] }] },
    }),
  ]
  const { mesh: read } = readManifests(objects.map((one, at) => ({ path: `${at}.yaml`, text: JSON.stringify(one) })))
  const leaf = read.services.find(({ name }) => name === 'leaf')!
  expect(callerNamespaces.map((name) => errorRouteFor(read, name, leaf) === undefined)).toEqual([false, false, true, false, false])
})
