import { describe, expect, test } from 'vitest'
import type { EgressVisibility } from '../../../src/model/egress.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import type { Labels } from '../../../src/model/workload.ts'
import {
  egressFor,
  headlessServices,
  podEgressFor,
  seesTable,
  sidecarsFor,
  sidecarsText,
  strangeEgressFor,
} from '../../../src/resolve/routes/sidecar-scope.ts'
import { meshWith, pods, service, servicePort } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'

interface ScopeOf extends Partial<Omit<EgressVisibility, 'hosts'>> {
  readonly hosts?: readonly string[]
}

/** Sidecar `shop/NAME` without a selector. */
function sidecar(name: string, { hosts, ...changes }: ScopeOf = {}): EgressVisibility {
  const place = placeAt(name)
  const listed = hosts === undefined ? {} : { hosts: hosts.map((host) => ({ host, place })) }
  return { name, namespace: 'shop', listeners: [], boundEgress: [], place, ...listed, ...changes }
}

const strict = { outboundPolicy: 'registry-only', places: { outboundPolicy: placeAt('policy') } } as const
const cart: Labels = { app: 'cart' }
const till = service('till', { namespace: 'bank' })

interface Asked {
  readonly from?: string | undefined
  readonly labels?: Labels | undefined
  readonly mesh?: Partial<Omit<Mesh, 'settings'>>
  readonly settings?: Partial<MeshSettings>
}

const clientOf = ({ from = 'shop', ...asked }: Asked) => ({
  namespace: 'from' in asked ? undefined : from,
  labels: 'labels' in asked ? asked.labels : cart,
})

const said = ({ allowed, known, because }: ReturnType<typeof egressFor>) =>
  `${allowed} ${known}${because.map(({ path }) => ` ${path.join('.')}`).join('')}`

// istio:pilot/pkg/model/sidecar.go, pilot/pkg/model/push_context.go
describe('a Service', () => {
  const asked = (sidecars: readonly EgressVisibility[], { mesh = {}, settings = {}, ...client }: Asked = {}, namespace = 'bank') =>
    said(egressFor(meshWith({ services: [till], egress: sidecars, ...mesh, settings }), clientOf(client), { name: till.host, namespace }))
  const listed = (...hosts: string[]) => asked([sidecar('scope', { hosts })], { settings: strict })

  test('is known where no Sidecar says otherwise', () => {
    expect(asked([])).toBe('true true')
    expect(asked([], { settings: strict })).toBe('true true')
    expect(asked([sidecar('scope')], { settings: strict })).toBe('true true')
  })

  test('is known by the namespace and the name that are listed', () => {
    const hosts = ['bank/*', '*/*', 'till.bank.svc.cluster.local', '*.bank.svc.cluster.local', `bank/${till.host}`, '*/*.cluster.local']
    expect(hosts.filter((host) => listed(host) !== 'true true')).toEqual([])
    const others = [
      'shop/*',
      './*',
      '~/*',
      `shop/${till.host}`,
      `~/${till.host}`,
      'bank/cart.bank.svc.cluster.local',
      'bank/*.shop.svc.cluster.local',
    ]
    expect(others.filter((host) => listed(host) !== 'false false policy scope')).toEqual([])
    expect(listed('./*', 'bank/*')).toBe('true true')
    expect(listed()).toBe('false false policy scope')
  })

  test('is in the own namespace of its clients', () => {
    const asOwn = (changes: ScopeOf, from: string) => asked([sidecar('scope', { hosts: ['./*'], ...changes })], { settings: strict, from })
    expect(asOwn({ namespace: 'bank' }, 'bank')).toBe('true true')
    expect(asOwn({ namespace: 'istio-system' }, 'bank')).toBe('true true')
    expect(asOwn({ namespace: 'istio-system' }, 'shop')).toBe('false false policy scope')
  })

  test('leaves through PassthroughCluster where that is allowed', () => {
    expect(asked([sidecar('scope', { hosts: [] })])).toBe('true false scope')
    const own = (mode: 'allow-any' | 'registry-only') => sidecar('scope', { hosts: [], outboundPolicy: { mode, place: placeAt('own') } })
    expect(asked([own('allow-any')], { settings: strict })).toBe('true false scope')
    expect(asked([own('registry-only')])).toBe('false false own scope')
    expect(asked([], { settings: { outboundPolicy: 'registry-only' } }, undefined)).toBe('true true')
  })

  test('is not known where nothing declares it, or not in that namespace', () => {
    const host = { name: 'gone.example', namespace: 'bank' }
    expect(said(egressFor(meshWith({ settings: strict }), clientOf({}), host))).toBe('false false policy')
    expect(said(egressFor(meshWith({ services: [till] }), clientOf({}), { name: till.host, namespace: undefined }))).toBe('true false')
  })

  test('is not known where it is not exported', () => {
    const exported = (exportTo: string[], from = 'shop') =>
      asked([], { mesh: { services: [{ ...till, exportTo }] }, settings: strict, from }) === 'true true'
    expect([exported(['*']), exported(['shop']), exported(['.', 'shop'])]).toEqual([true, true, true])
    expect([exported(['.']), exported(['~']), exported(['bank']), exported([])]).toEqual([false, false, false, false])
    expect([exported(['.'], 'bank'), exported(['~'], 'bank')]).toEqual([true, false])
    const defaultExportTo = { services: ['.'], routes: ['*'], backendPolicies: ['*'] }
    expect(asked([], { settings: { ...strict, defaultExportTo } })).toBe('false false policy')
    expect(asked([], { settings: { ...strict, defaultExportTo }, from: 'bank' })).toBe('true true')
  })

  test('is a doubt where the labels of the client are not known', () => {
    const narrow = sidecar('narrow', { hosts: [], labels: { app: 'desk' } })
    expect(asked([narrow], { settings: strict })).toBe('true true')
    expect(asked([narrow], { settings: strict, labels: { app: 'desk' } })).toBe('false false policy narrow')
    expect(asked([narrow], { settings: strict, labels: undefined })).toBe('unknown unknown policy narrow')
    expect(asked([narrow], { labels: undefined })).toBe('true unknown narrow')
  })

  test('each Sidecar that may count is told apart by its labels', () => {
    const each = (labels: Labels) => {
      const mesh = meshWith({ services: [till], egress: [sidecar('narrow', { hosts: [], labels })], settings: strict })
      return egressFor(mesh, { namespace: 'shop', labels: undefined }, { name: till.host, namespace: 'bank' }).each
    }
    expect(each({ b: '2', a: '1' })).toBe('[[[["a","1"],["b","2"]],false,false],[[],true,true]]')
    expect(each({ a: '1', b: '2' })).toBe(each({ b: '2', a: '1' }))
    expect(each({ a: '1' })).not.toBe(each({ a: '2' }))
  })
})

// istio:pilot/pkg/networking/core/listener.go buildSidecarOutboundListeners
describe("a pod's own address", () => {
  const pod = pods('till', { namespace: 'bank' })
  const headless = service('till', { namespace: 'bank', headless: true })
  const asked = (services: readonly (typeof till)[], { settings = strict, mesh = {} }: Asked = {}, port = 80) =>
    said(podEgressFor(meshWith({ workloads: [pod], services, ...mesh, settings }), clientOf({}), pod, port))

  test('is known by a headless Service, on its ports', () => {
    expect(asked([headless])).toBe('true true')
    expect(asked([headless], {}, 81)).toBe('false false policy')
    expect(asked([till])).toBe('false false policy')
    expect(asked([{ ...headless, exportTo: ['.'] }])).toBe('false false policy')
    expect(asked([headless], { mesh: { egress: [sidecar('scope', { hosts: ['shop/*'] })] } })).toBe('false false policy scope')
    expect(asked([headless], { mesh: { egress: [sidecar('scope', { hosts: ['bank/*'] })] } })).toBe('true true')
    expect(headlessServices(meshWith({ workloads: [pod], services: [till, headless] }), pod, 80)).toEqual([headless])
  })

  test('counts as reached behind a Service, where who compares says so', () => {
    const byPods = { ...strict, registryByPods: true } as const
    expect(asked([till], { settings: byPods })).toBe('true false')
    expect(asked([till], { settings: byPods }, 8080)).toBe('false false policy')
    expect(asked([{ ...till, ports: [servicePort(80, { targetPort: 8080 })] }], { settings: byPods }, 8080)).toBe('true false')
    expect(asked([{ ...till, exportTo: ['.'] }], { settings: byPods })).toBe('false false policy')
    expect(asked([till], { settings: byPods, mesh: { egress: [sidecar('scope', { hosts: [] })] } })).toBe('false false policy scope')
    expect(asked([], { settings: byPods })).toBe('false false policy')
  })
})

describe('a host that no proxy knows, at an address that it knows', () => {
  const asked = (settings: Partial<MeshSettings>, mesh: Partial<Omit<Mesh, 'settings'>> = {}, namespace: string | undefined = 'bank') =>
    said(strangeEgressFor(meshWith({ services: [till], ...mesh, settings }), clientOf({}), { name: till.host, namespace }))

  test('has no cluster', () => {
    expect(asked({})).toBe('true false')
    expect(asked(strict)).toBe('false false policy')
  })

  test('counts as reached where who compares says so', () => {
    const byPods = { ...strict, registryByPods: true } as const
    expect(asked(byPods)).toBe('true false')
    expect(asked(byPods, { services: [{ ...till, exportTo: ['~'] }] })).toBe('false false policy')
    expect(asked(byPods, { egress: [sidecar('scope', { hosts: ['shop/*'] })] })).toBe('false false policy scope')
    const nowhere = { name: till.host, namespace: undefined }
    expect(said(strangeEgressFor(meshWith({ services: [till], settings: byPods }), clientOf({}), nowhere))).toBe('false false policy')
  })
})

describe('a Service that is not known, of pods that others lead to', () => {
  const pod = pods('till', { namespace: 'bank' })
  const hidden = service('hidden', { namespace: 'bank', selector: pod.labels })
  const byPods = { ...strict, registryByPods: true } as const
  const asked = (
    hosts: readonly string[],
    mesh: Partial<Omit<Mesh, 'settings'>> = {},
    settings: Partial<MeshSettings> = byPods,
    port = 80,
  ) => {
    const all = { workloads: [pod], services: [{ ...till, selector: pod.labels }, hidden], egress: [sidecar('scope', { hosts })], ...mesh }
    const host = { name: hidden.host, namespace: 'bank', port }
    return [egressFor, strangeEgressFor].map((of) => said(of(meshWith({ ...all, settings }), clientOf({}), host)))
  }

  test('counts as reached where who compares says so', () => {
    expect(asked([`bank/${till.host}`])).toEqual(['true false', 'true false'])
    expect(asked([`bank/${till.host}`], {}, strict)).toEqual(['false false policy scope', 'false false policy scope'])
    expect(asked(['bank/other'])).toEqual(['false false policy scope', 'false false policy scope'])
    expect(asked([`bank/${till.host}`], {}, byPods, 81)).toEqual(['false false policy scope', 'false false policy scope'])
  })

  test('does so only where they lead to all of its pods', () => {
    const beside = pods('beside', { namespace: 'bank', labels: { ...pod.labels, track: 'canary' } })
    const stable = { ...till, selector: { ...pod.labels, track: 'stable' } }
    expect(asked([`bank/${till.host}`], { workloads: [pod, beside] })).toEqual(['true false', 'true false'])
    expect(asked([`bank/${till.host}`], { services: [stable, hidden] })[0]).toBe('false false policy scope')
    expect(asked([`bank/${till.host}`], { workloads: [] })[0]).toBe('false false policy scope')
  })
})

// istio:pilot/pkg/model/sidecar.go selectVirtualServices
test('a table of routes is seen by its namespace and any of its hosts', () => {
  const sees = (hosts: readonly string[] | undefined, table = 'bank', ofTable = [till.host, 'till.example']) =>
    seesTable(hosts === undefined ? sidecar('scope') : sidecar('scope', { hosts }), 'shop', table, ofTable)
  expect(seesTable(undefined, 'shop', 'bank', [])).toBe(true)
  expect([sees(undefined), sees(['bank/*']), sees(['bank/till.example']), sees(['*/*.example'])]).toEqual([true, true, true, true])
  expect([sees([]), sees(['shop/*']), sees(['./*']), sees(['~/*']), sees(['bank/cart.example'])]).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  expect(sees(['./*'], 'shop')).toBe(true)
  expect(sees(['shop/*', 'bank/*'])).toBe(true)
})

describe('the Sidecar of a client', () => {
  const all = [
    sidecar('first', { labels: cart, creationTimestamp: '2024-01-01T00:00:00Z' }),
    sidecar('second', { labels: cart, creationTimestamp: '2024-01-02T00:00:00Z' }),
    sidecar('general', { creationTimestamp: '2024-01-01T00:00:00Z' }),
    sidecar('later', { creationTimestamp: '2024-01-02T00:00:00Z' }),
    sidecar('root', { namespace: 'istio-system' }),
    sidecar('rooted', { namespace: 'istio-system', labels: cart }),
  ]
  const of = (from: string | undefined, labels: Labels | undefined, egress = all) =>
    sidecarsFor(meshWith({ egress }), { namespace: from, labels }).map((one) => one?.name ?? 'none')

  test('is one that selects it, else that of its namespace, else that of the mesh', () => {
    expect(of('shop', cart)).toEqual(['first'])
    expect(of('shop', { app: 'desk' })).toEqual(['general'])
    expect(of('bank', cart)).toEqual(['root'])
    expect(of(undefined, cart)).toEqual(['root'])
    expect(of('bank', cart, all.slice(0, 4))).toEqual(['none'])
    expect(of('istio-system', cart)).toEqual(['rooted'])
    expect(
      of(
        'shop',
        { app: 'desk' },
        all.filter(({ name }) => name !== 'general' && name !== 'later'),
      ),
    ).toEqual(['root'])
  })

  test('may be any that selects some pod where its labels are not known', () => {
    expect(of('shop', undefined)).toEqual(['first', 'second', 'general'])
    expect(of('bank', undefined)).toEqual(['root'])
    expect(of(undefined, undefined, [])).toEqual(['none'])
  })

  test('is told apart by all that it says', () => {
    const text = (egress: readonly EgressVisibility[]) => sidecarsText(meshWith({ egress }), 'shop')
    expect(text([])).toBe('')
    expect(text([sidecar('a')])).toBe('[["all","every host","unset"]]')
    const mode = 'registry-only'
    const full = sidecar('a', { labels: { b: '2', a: '1' }, hosts: ['./*'], outboundPolicy: { mode, place: placeAt('own') } })
    expect(text([full])).toBe('[[[["a","1"],["b","2"]],["./*"],"registry-only"]]')
    expect(text([sidecar('a', { namespace: 'bank' })])).toBe('')
    expect(text([sidecar('a'), sidecar('b', { namespace: 'bank' }), full])).toBe(
      '[["all","every host","unset","no age"],[[["a","1"],["b","2"]],["./*"],"registry-only","no age"]]',
    )
  })
})
