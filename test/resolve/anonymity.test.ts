import { describe, expect, test } from 'vitest'
import type { EgressVisibility } from '../../src/model/egress.ts'
import { tlsModeLabel } from '../../src/model/endpoint-tls.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../src/model/service.ts'
import type { MeshSettings } from '../../src/model/settings.ts'
import type { Labels } from '../../src/model/workload.ts'
import { anonymityOf } from '../../src/resolve/anonymity.ts'
import { meshWith, peerAuthentication, pods, service } from '../decide/meshed.ts'
import { placeAt } from '../decide/rules/seen.ts'
import { entry } from './entry.ts'
import { destinationRule, passthrough } from './routes/destination-rule.ts'

const till = service('till')
const host = till.host

interface Asked {
  readonly of?: Service | ExternalHost
  readonly from?: string
  readonly clients?: readonly Labels[]
  readonly mesh?: Partial<Omit<Mesh, 'settings'>>
  readonly settings?: Partial<MeshSettings>
}

/** Why, with the path of the place that is named. */
function anonymity({ of = till, from = 'shop', clients, mesh = {}, settings = {} }: Asked): string {
  const services = 'resolution' in of ? { externalHosts: [of] } : { services: [of] }
  const found = anonymityOf(meshWith({ workloads: [pods('till')], ...services, ...mesh, settings }), from, of, clients)
  return found === undefined ? 'none' : `${found.place.path.join('.')}: ${found.what}${found.ofService ? '' : ' (its clients)'}`
}

const sidecar = (changes: Partial<EgressVisibility> = {}): EgressVisibility => {
  const place = { ...placeAt('scope'), object: { ...placeAt('scope').object, kind: 'Sidecar' } }
  return { name: 'scope', namespace: 'shop', hosts: [{ host: 'bank/*', place }], listeners: [], boundEgress: [], place, ...changes }
}

test('clients of a Service with sidecars have their identity', () => {
  expect(anonymity({})).toBe('none')
  expect(anonymity({ mesh: { peerAuthentication: [peerAuthentication('p', 'strict')] } })).toBe('none')
  expect(anonymity({ of: entry() })).toBe('none')
})

// istio:pilot/pkg/model/service.go GetTLSModeFromEndpointLabels
describe('pods that say themselves that they speak no mutual TLS', () => {
  const off = (changes: Parameters<typeof pods>[1] = {}) =>
    pods('till', { ...changes, labels: { app: 'till', [tlsModeLabel]: 'disabled', ...changes?.labels } })

  test('are named with their label', () => {
    const why = `till.template.labels.${tlsModeLabel}: label \`${tlsModeLabel}\` of shop/till has them speak no mutual TLS`
    expect(anonymity({ mesh: { workloads: [pods('x'), off()] } })).toBe(why)
    const vm = entry({ workloadSelector: { app: 'till' } })
    expect(anonymity({ of: vm, mesh: { workloads: [off()] } })).toBe(why)
  })

  test('count for what selects them alone', () => {
    expect(anonymity({ mesh: { workloads: [off({ labels: { app: 'cart' } })] } })).toBe('none')
    expect(anonymity({ mesh: { workloads: [off({ namespace: 'bank' })] } })).toBe('none')
    expect(anonymity({ of: entry(), mesh: { workloads: [off()] } })).toBe('none')
    const { selector: _, ...without } = till
    expect(anonymity({ of: without, mesh: { workloads: [off()] } })).toBe('none')
    const selecting = service('till', { selector: { app: 'till' }, name: 'till' })
    expect(anonymity({ of: selecting, mesh: { workloads: [pods('till', { labels: { app: 'till', [tlsModeLabel]: 'istio' } })] } })).toBe(
      'none',
    )
  })
})

// istio:pilot/pkg/model/sidecar.go, pilot/pkg/networking/core/cluster.go PassthroughCluster
describe('what the client has no cluster for', () => {
  test('is outside of what its Sidecar lists', () => {
    expect(anonymity({ mesh: { egress: [sidecar()] } })).toBe('scope: it is outside of what their Sidecar lists (its clients)')
    expect(anonymity({ mesh: { egress: [sidecar()] }, from: 'bank' })).toBe('none')
  })

  test('by the labels of the clients that are meant', () => {
    const egress = [sidecar({ labels: { app: 'cart' } })]
    expect(anonymity({ mesh: { egress } })).not.toBe('none')
    expect(anonymity({ mesh: { egress }, clients: [{ app: 'cart' }] })).not.toBe('none')
    expect(anonymity({ mesh: { egress }, clients: [{ app: 'desk' }] })).toBe('none')
    expect(anonymity({ mesh: { egress }, clients: [{ app: 'desk' }, { app: 'cart' }] })).not.toBe('none')
    expect(anonymity({ mesh: { egress }, clients: [] })).toBe('none')
  })

  test('is not exported to its namespace', () => {
    const what = 'it is not exported to their namespace (its clients)'
    const exportTo = ['bank']
    expect(anonymity({ of: service('till', { exportTo }) })).toBe(`till.service.metadata.annotations.networking.istio.io/exportTo: ${what}`)
    expect(anonymity({ of: service('till', { exportTo }), from: 'bank' })).toBe('none')
    expect(anonymity({ of: entry({ exportTo }) })).toBe(`entry.spec.exportTo: ${what}`)
    const defaultExportTo = { services: ['~'], routes: ['*'], backendPolicies: ['*'] }
    expect(anonymity({ settings: { defaultExportTo } })).toBe(`till.service: ${what}`)
    expect(anonymity({ settings: { defaultExportTo, places: { defaultExportTo: placeAt('mesh', 'export') } } })).toBe(
      `mesh.export: ${what}`,
    )
  })
})

describe('a DestinationRule', () => {
  const named = 'rule: Any shop/any has them speak no mutual TLS'
  const by = (...backendPolicies: Parameters<typeof destinationRule>[0][]) =>
    anonymity({ mesh: { backendPolicies: backendPolicies.map((one) => destinationRule(one)) } })

  test('has clients speak plaintext or TLS of their own', () => {
    expect(by({ policy: { mode: 'disable' } })).toBe(named)
    expect(by({ policy: { mode: 'simple' } })).toBe(named)
    expect(by({ policy: { mode: 'mutual' } })).toBe(named)
    expect(by({ policy: { mode: 'mesh' } })).toBe('none')
    expect(by({ policy: {} })).toBe('none')
    expect(by({})).toBe('none')
  })

  test('at one port, and for one subset', () => {
    expect(by({ policy: { port: { mode: 'disable' } } })).toBe(named)
    expect(by({ policy: { mode: 'mesh' }, subsets: { v1: { mode: 'disable' } } })).toBe(named)
    expect(by({ subsets: { v1: { port: { mode: 'simple' } } } })).toBe(named)
    expect(by({ subsets: { v1: undefined, v2: { mode: 'mesh' } } })).toBe('none')
  })

  test('is the one of several that says so', () => {
    expect(by({ policy: { mode: 'mesh' }, place: placeAt('first') }, { subsets: { v1: { mode: 'disable' } } })).toBe(named)
  })

  test('is for one host of a ServiceEntry, and for any of its ports', () => {
    const of = entry({ hosts: ['a.example', 'till.example'] })
    const backendPolicies = (name: string) => [destinationRule({ host: name, policy: { port: { mode: 'disable' } } })]
    expect(anonymity({ of, mesh: { backendPolicies: backendPolicies('till.example') } })).toBe(named)
    expect(anonymity({ of, mesh: { backendPolicies: backendPolicies('b.example') } })).toBe('none')
    const second = service('till', { ports: [{ ...till.ports[0]!, port: 81 }, till.ports[0]!] })
    expect(anonymity({ of: second, mesh: { backendPolicies: backendPolicies(host) } })).toBe(named)
  })
})

describe('without a rule that says so, plaintext is sent', () => {
  const without = [pods('till', { dataPlane: 'none' })]

  // istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings
  test('outside of the mesh', () => {
    expect(anonymity({ of: entry({ location: 'external' }) })).toBe(
      'entry: its ServiceEntry declares it outside of the mesh (`location: MESH_EXTERNAL`)',
    )
  })

  test('to pods without a sidecar that the client itself chooses', () => {
    expect(anonymity({ of: service('till', { headless: true }), mesh: { workloads: without } })).toBe(
      'till.service: it is headless and some of its pods have no sidecar',
    )
    const backendPolicies = [destinationRule({ policy: { topics: [passthrough] } })]
    expect(anonymity({ mesh: { workloads: without, backendPolicies } })).toBe(
      'till.service: it has load balancing PASSTHROUGH and some of its pods have no sidecar',
    )
    expect(anonymity({ mesh: { workloads: without } })).toBe('none')
  })

  test('where mutual TLS is not automatic', () => {
    expect(anonymity({ settings: { autoMtls: false } })).toBe('till.service: `enableAutoMtls` is false')
    const places = { autoMtls: placeAt('mesh', 'auto') }
    expect(anonymity({ settings: { autoMtls: false, places } })).toBe('mesh.auto: `enableAutoMtls` is false')
    const backendPolicies = [destinationRule({ policy: { mode: 'mesh' } })]
    expect(anonymity({ settings: { autoMtls: false }, mesh: { backendPolicies } })).toBe('none')
  })

  test('where the namespace of the Service is DISABLE', () => {
    const off = peerAuthentication('off', 'disable')
    const why = 'PeerAuthentication shop/off is DISABLE for its whole namespace'
    expect(anonymity({ mesh: { peerAuthentication: [off] } })).toBe(`off: ${why}`)
    expect(anonymity({ mesh: { peerAuthentication: [{ ...off, modePlace: placeAt('mode') }] } })).toBe(`mode: ${why}`)
    const elsewhere = peerAuthentication('off', 'disable', { namespace: 'bank', attachment: { scope: 'namespace', namespace: 'bank' } })
    expect(anonymity({ mesh: { peerAuthentication: [elsewhere] }, from: 'bank' })).toBe('none')
  })
})

test('one mesh is asked for several clients and Services', () => {
  const mesh = meshWith({ services: [till], egress: [sidecar({ labels: { app: 'cart' } })], externalHosts: [entry()] })
  const asked = (of: Service | ExternalHost, from: string, labels?: Labels) =>
    anonymityOf(mesh, from, of, labels === undefined ? undefined : [labels]) === undefined
  expect([asked(till, 'shop', { app: 'desk' }), asked(till, 'shop', { app: 'cart' }), asked(till, 'bank')]).toEqual([true, false, true])
  const external = entry({ namespace: till.namespace, name: till.name, location: 'external' })
  expect([asked(external, 'bank'), asked(till, 'bank'), asked(external, 'bank')]).toEqual([false, true, false])
})
