import { describe, expect, it } from 'vitest'
import { manifest, plain, read } from '../../reading.ts'

const api = 'gateway.networking.k8s.io/v1'

const gatewayOf = (spec: string, metadata?: string) => read(manifest(api, 'Gateway', spec, metadata))

const hbone = 'listeners: [{name: mesh, port: 15008, protocol: HBONE}]'

describe('a waypoint', () => {
  const waypointOf = (extra = '', metadata?: string) =>
    gatewayOf(`gatewayClassName: istio-waypoint\n${extra || hbone}`, metadata).mesh.waypoints[0]

  it('serves Services of its namespace, as the service account of its name', () => {
    expect(waypointOf()).toMatchObject({
      name: 'web',
      className: 'istio-waypoint',
      traffic: 'service',
      admits: 'same',
      ready: 'unknown',
      serviceAccount: 'web',
    })
  })

  it('serves what its label says', () => {
    expect(waypointOf('', '{name: w, labels: {istio.io/waypoint-for: all}}')?.traffic).toBe('all')
  })

  it('runs as the service account that it names', () => {
    expect(waypointOf('', '{name: w, annotations: {gateway.istio.io/service-account: other}}')?.serviceAccount).toBe('other')
  })

  it.each([
    ['{from: All}', 'all'],
    ['{from: Same}', 'same'],
    ['{from: Selector, selector: {matchLabels: {team: a}}}', { labels: { team: 'a' }, expressions: [] }],
    [
      '{from: Selector, selector: {matchExpressions: [{key: team, operator: In, values: [a]}]}}',
      { labels: {}, expressions: [{ key: 'team', operator: 'In', values: ['a'] }] },
    ],
    ['{from: Selector}', 'none'],
    ['{}', 'same'],
  ])('admits %s', (namespaces, admits) => {
    expect(
      waypointOf(`listeners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: ${namespaces}}}]`)?.admits,
    ).toEqual(admits)
  })

  it('is taken to admit nobody where an expression is none', () => {
    const namespaces = '{from: Selector, selector: {matchExpressions: [{key: team, operator: Equals, values: [a]}]}}'
    const { mesh, codes } = gatewayOf(
      `gatewayClassName: istio-waypoint\nlisteners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: ${namespaces}}}]`,
    )
    expect(mesh.waypoints[0]?.admits).toBe('none')
    expect(codes).toEqual(['US2112'])
  })

  it.each([
    ['{addresses: [{value: 10.0.0.1}]}', true],
    ['{addresses: []}', false],
    ['{}', false],
  ])('with status %s is ready: %s', (status, ready) => {
    const { mesh } = read(`${manifest(api, 'Gateway', `gatewayClassName: istio-waypoint\n${hbone}`)}status: ${status}\n`)
    expect(mesh.waypoints[0]?.ready).toBe(ready)
  })

  it('may have a class of its own, which is another proxy unless the class has the controller of Istio', () => {
    const gateway = manifest(api, 'Gateway', `gatewayClassName: team-waypoint\n${hbone}`)
    const classed = (controller: string) =>
      read(`${gateway}---\n${manifest(api, 'GatewayClass', `controllerName: ${controller}`, '{name: team-waypoint}')}`).mesh.waypoints[0]
    expect(read(gateway).mesh.waypoints[0]).toMatchObject({ className: 'team-waypoint', proxy: 'other' })
    expect(classed('istio.io/mesh-controller')?.proxy).toBe('istio')
    expect(classed('istio.io/agentgateway-mesh-controller')?.proxy).toBe('other')
  })

  it('is none of the own proxy where it is bound by another listener', () => {
    expect(waypointOf('', '{name: w, annotations: {ambient.istio.io/waypoint-inbound-binding: PROXY/15088}}')?.proxy).toBe('other')
  })

  it('takes the traffic that its class says, wherever the class stands', () => {
    const [gateway, ofClass] = [
      manifest(api, 'Gateway', `gatewayClassName: istio-waypoint\n${hbone}`),
      manifest(
        api,
        'GatewayClass',
        'controllerName: istio.io/mesh-controller',
        '{name: istio-waypoint, labels: {istio.io/waypoint-for: all}}',
      ),
    ]
    for (const text of [`${gateway}---\n${ofClass}`, `${ofClass}---\n${gateway}`]) expect(read(text).mesh.waypoints[0]?.traffic).toBe('all')
  })
})

describe('any other Gateway', () => {
  it('is at the edge', () => {
    const { mesh } = gatewayOf(
      'gatewayClassName: istio\nlisteners: [{name: a, port: 80, protocol: HTTP, hostname: x.io}, {name: b, port: 81, protocol: TCP}]',
    )
    expect(mesh.waypoints).toEqual([])
    expect(plain(mesh.gateways)).toMatchObject([
      {
        api: 'gateway-api',
        className: 'istio',
        servers: [
          { port: 80, protocol: 'HTTP', hosts: ['x.io'], place: 'spec.listeners[0]' },
          { port: 81, protocol: 'TCP', hosts: ['*'] },
        ],
      },
    ])
  })

  it('includes gateways between networks', () => {
    const { mesh } = gatewayOf(`gatewayClassName: istio-east-west\n${hbone}`)
    expect(mesh.gateways).toHaveLength(1)
    expect(mesh.waypoints).toEqual([])
  })
})

it('accepts listener sets and grants, which say nothing that the model holds', () => {
  const { mesh } = read(
    `${manifest(api, 'ListenerSet', 'listeners: []')}---\n${manifest('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'from: []')}`,
  )
  expect(mesh.gateways).toEqual([])
})
