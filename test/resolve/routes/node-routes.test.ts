import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { NodeRoutes } from '../../../src/model/node-routes.ts'
import type { RouteBinding } from '../../../src/model/route.ts'
import { listenedPorts } from '../../../src/resolve/routes/node-listeners.ts'
import { type ConnectionStart, mayRouteOnNodes, nodeRouting, withRoutesOnNodes } from '../../../src/resolve/routes/node-routes.ts'
import { meshWith, namespace, pods, service, servicePort, waypoint } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'
import { forwarding, nodeRoutes } from './built-rules.ts'

const cart = service('cart')
const place = placeAt('parent')
const toService = (name: string, port?: number, where = 'shop'): RouteBinding => ({
  to: 'service',
  target: { kind: 'Service', name, place },
  namespace: where,
  place,
  ...(port === undefined ? {} : { port }),
})
const toGateway: RouteBinding = { to: 'gateway', namespace: 'shop', name: 'cart', place }

const route = (name = 'r', changes: Partial<NodeRoutes> = {}) => nodeRoutes(name, [forwarding('blue')], changes)
const config = (name = 'c', changes: Partial<NodeRoutes> = {}) =>
  route(name, { order: 'first-match', bindings: [toService('cart')], normalization: 'base', ...changes })

const outsider = meshWith({}).endpointPolicies
const policy = { name: 'p' } as unknown as (typeof outsider)[number]

type Parts = Partial<Omit<Mesh, 'settings'>>
const following = { nodesFollowRoutes: true } as const

function routing(parts: Parts, { from = 'pod', of = cart, port = 80, settings = following as Partial<Mesh['settings']> } = {}): string {
  const mesh = meshWith({ services: [cart, service('blue')], ...parts, settings })
  const found = nodeRouting(mesh, of, port, from as ConnectionStart)
  if (found === undefined) return 'kernel'
  const rules = 'why' in found.rules ? found.rules.why : String(found.rules.length)
  return `${found.taken} by ${found.tables.map(({ name }) => name).join(' ')}: ${rules} (${found.normalization})${found.taken === true ? '' : `, ${found.needs}`}`
}

const byRoute = 'true by r: 2 (none)'
const byConfig = 'true by c: 2 (base)'
const needsController =
  'whether Cilium programs routes with Services as their parents (`gatewayAPI.enabled`), which a GatewayClass of Cilium shows'
const needsStart = 'whether connections from outside of the cluster or from nodes are led to the proxy of the node'

// cc:pkg/ciliumenvoyconfig, cc:bpf/bpf_lxc.c lb4_svc_is_l7_loadbalancer; measured: Cilium 1.20.2
describe('the proxy of a node has connections', () => {
  test('for ports with a listener', () => {
    expect(routing({})).toBe('kernel')
    expect(routing({ nodeRoutes: [route()] })).toBe(byRoute)
    expect(routing({ nodeRoutes: [route()] }, { port: 81 })).toBe('kernel')
    expect(routing({ nodeRoutes: [config()] })).toBe(byConfig)
    expect(routing({ nodeRoutes: [config()] }, { port: 81 })).toBe('kernel')
    expect(routing({ nodeRoutes: [route('r', { bindings: [toService('desk', 80)] })] })).toBe('kernel')
    expect(routing({ nodeRoutes: [route('r', { bindings: [toService('cart', 80, 'bank')] })] })).toBe('kernel')
    expect(routing({ nodeRoutes: [route('r', { bindings: [toGateway] })] })).toBe('kernel')
  })

  test('for a Service with an address', () => {
    const nodeRoutes = [route()]
    expect(routing({ nodeRoutes }, { of: { ...cart, headless: true } })).toBe('kernel')
    expect(routing({ nodeRoutes }, { of: { ...cart, externalName: 'a.example' } })).toBe('kernel')
  })

  test('from pods, perhaps from nodes, and perhaps from outside where the Service is open to it', () => {
    const nodeRoutes = [config()]
    const open = { ...cart, fromOutside: { type: 'NodePort' } as unknown as NonNullable<typeof cart.fromOutside> }
    expect(routing({ nodeRoutes }, { from: 'node' })).toBe(`unknown by c: 2 (base), ${needsStart}`)
    expect(routing({ nodeRoutes }, { from: 'world' })).toBe('kernel')
    expect(routing({ nodeRoutes }, { from: 'world', of: open })).toBe(`unknown by c: 2 (base), ${needsStart}`)
    expect(routing({ nodeRoutes }, { of: open })).toBe(byConfig)
    expect(routing({ nodeRoutes: [route()] }, { from: 'node' })).toBe(`unknown by r: 2 (none), ${needsStart}`)
  })

  test('by one of several configurations, which is not known', () => {
    const doubt = 'which of several configurations Cilium takes for Service shop/cart'
    expect(routing({ nodeRoutes: [config('c'), config('d')] })).toBe(`true by c d: ${doubt} (base)`)
    expect(routing({ nodeRoutes: [config('c'), route()] })).toBe(`true by r c: ${doubt} (none)`)
    expect(routing({ nodeRoutes: [config('c'), config('d', { bindings: [toService('cart', 81)] })] })).toBe(byConfig)
    expect(routing({ nodeRoutes: [route('r'), route('s')] })).toBe('true by r s: 2 (none)')
    expect(routing({ nodeRoutes: [route('r', { bindings: [toService('cart', 80), toService('cart', 81)] })] })).toBe(byRoute)
  })
})

describe('routes with Services as their parents are followed', () => {
  const asked = (parts: Parts) => routing({ nodeRoutes: [route()], ...parts }, { settings: {} })
  const unsure = `unknown by r: 2 (none), ${needsController}`
  const group = { name: 'g' } as unknown as Mesh['addressGroups'][number]
  const elsewhere = config('other', { bindings: [toService('desk')] })

  test('where Cilium shows, and nothing else does', () => {
    expect(asked({})).toBe('kernel')
    expect(asked({ endpointPolicies: [policy] })).toBe(unsure)
    expect(asked({ addressGroups: [group] })).toBe(unsure)
    expect(asked({ addressGroups: [group], nodeRoutes: [route(), elsewhere] })).toBe(unsure)
    expect(asked({ nodeRoutes: [route(), elsewhere] })).toBe(unsure)
    expect(asked({ endpointPolicies: [policy], addressGroups: [group] })).toBe(unsure)
  })

  test('not where Istio is there, for which they are', () => {
    const withPolicy = { endpointPolicies: [policy] }
    expect(asked({ ...withPolicy, workloads: [pods('cart')] })).toBe('kernel')
    expect(asked({ ...withPolicy, workloads: [pods('cart', { dataPlane: 'none' })] })).toBe(unsure)
    expect(asked({ ...withPolicy, namespaces: [namespace('shop', { dataPlane: 'ambient' })] })).toBe('kernel')
    expect(asked({ ...withPolicy, namespaces: [namespace('shop', { dataPlane: 'none' })] })).toBe(unsure)
    expect(asked({ ...withPolicy, waypoints: [waypoint()] })).toBe('kernel')
    expect(routing({ nodeRoutes: [route()], waypoints: [waypoint()] })).toBe(byRoute)
  })

  test('but a configuration is taken either way', () => {
    expect(asked({ nodeRoutes: [route(), config()], waypoints: [waypoint()] })).toBe(byConfig)
    expect(asked({ nodeRoutes: [route(), config()] })).toMatch(/^true by r c: which of several/)
  })

  test('whatever the input shows, where that is asked for', () => {
    const mesh = withRoutesOnNodes(meshWith({ nodeRoutes: [route()], waypoints: [waypoint()] }))
    expect(mesh.settings.nodesFollowRoutes).toBe(true)
    expect(mesh.settings.rootNamespace).toBe('istio-system')
    expect(mesh.waypoints).toHaveLength(1)
    expect(nodeRouting(mesh, cart, 80, 'pod')?.taken).toBe(true)
  })
})

test('a mesh may have routes on nodes by a configuration, or by a route that may be followed', () => {
  const may = (nodeRoutesOf: readonly NodeRoutes[], settings: Partial<Mesh['settings']> = {}, parts: Parts = {}) =>
    mayRouteOnNodes(meshWith({ nodeRoutes: nodeRoutesOf, ...parts, settings }))
  expect([may([]), may([route()]), may([route()], following), may([config()])]).toEqual([false, false, true, true])
  expect(may([route()], {}, { endpointPolicies: [policy] })).toBe(true)
  const atGateway = { bindings: [toGateway] }
  expect([may([route('r', atGateway)], following), may([config('c', atGateway)])]).toEqual([false, false])
  expect(may([route('r', { bindings: [toGateway, toService('cart')] })], following)).toBe(true)
  expect(may([route('r', atGateway), route('s')], following)).toBe(true)
  expect(may([route(), config('c', atGateway)], {}, { waypoints: [waypoint()] })).toBe(false)
})

// cc:operator/pkg/model/ingestion/gamma.go
test('without a port, a route is for the ports of its protocol and for those that are not TCP', () => {
  const ports = [
    servicePort(80, { appProtocol: 'http' }),
    servicePort(81),
    servicePort(82, { appProtocol: 'grpc' }),
    servicePort(83, { transport: 'UDP' }),
    servicePort(84, { transport: 'UDP', appProtocol: 'http' }),
  ]
  const of = { ...cart, ports }
  const bindings = [toGateway, toService('desk', 80), toService('cart')]
  expect(listenedPorts(route('r', { bindings }), of)).toEqual([80, 83, 84])
  const grpc = route('g', { bindings })
  expect(listenedPorts({ ...grpc, place: { ...grpc.place, object: { ...grpc.place.object, kind: 'GRPCRoute' } } }, of)).toEqual([
    82, 83, 84,
  ])
  expect(listenedPorts(config('c', { bindings }), of)).toEqual([80, 81, 82, 83, 84])
  expect(listenedPorts(route('r', { bindings: [toService('cart', 99), toService('cart', 99)] }), of)).toEqual([99, 99])
  expect(listenedPorts(route('r', { bindings: [toService('cart', 99, 'bank')] }), of)).toEqual([])
})
