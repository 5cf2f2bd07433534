import { describe, expect, it } from 'vitest'
import { plain, read, virtualService } from '../../../reading.ts'

const routesOf = (spec: string, metadata?: string) => read(virtualService(spec, metadata)).mesh.routes

describe('a VirtualService', () => {
  it('is for the mesh unless it names gateways', () => {
    expect(routesOf('hosts: [web]')[0]?.bindings).toEqual([{ to: 'mesh' }])
    expect(routesOf('hosts: [web]\ngateways: []')[0]?.bindings).toEqual([{ to: 'mesh' }])
  })

  it('is bound to each gateway by its full name', () => {
    expect(plain(routesOf('hosts: [web]\ngateways: [mesh, edge, istio-system/public]')[0]?.bindings)).toEqual([
      { to: 'mesh', place: 'spec.gateways[0]' },
      { to: 'gateway', namespace: 'prod', name: 'edge', place: 'spec.gateways[1]' },
      { to: 'gateway', namespace: 'istio-system', name: 'public', place: 'spec.gateways[2]' },
    ])
  })

  it('keeps hosts as written, with their places', () => {
    const [table] = routesOf('hosts: [web, reviews.prod, "*.example.com"]\nexportTo: [".", shop]')
    expect(plain(table?.hosts)).toEqual([
      { host: 'web', place: 'spec.hosts[0]' },
      { host: 'reviews.prod', place: 'spec.hosts[1]' },
      { host: '*.example.com', place: 'spec.hosts[2]' },
    ])
    expect(table).toMatchObject({ exportTo: ['.', 'shop'], order: 'first-match', delegateOnly: false })
  })

  it('without hosts is only there to be delegated to', () => {
    expect(routesOf('http: []')[0]?.delegateOnly).toBe(true)
    expect(routesOf('hosts: []')[0]?.delegateOnly).toBe(true)
  })

  it('knows its age and its owners', () => {
    const metadata = '{name: web, creationTimestamp: "2026-01-01T00:00:00Z", ownerReferences: [{kind: Canary, name: web}]}'
    expect(routesOf('hosts: [web]', metadata)[0]).toMatchObject({
      creationTimestamp: '2026-01-01T00:00:00Z',
      owners: [{ kind: 'Canary', name: 'web' }],
    })
  })

  it('keeps the order of its rules', () => {
    const [table] = routesOf('hosts: [web]\nhttp:\n- {name: b, redirect: {uri: /}}\n- {name: a, redirect: {uri: /}}')
    expect(table?.http.map(({ name }) => name)).toEqual(['b', 'a'])
  })

  it('has no matches where a rule matches everything', () => {
    expect(routesOf('hosts: [web]\nhttp: [{route: [{destination: {host: web}}]}]')[0]?.http[0]?.matches).toEqual([])
  })
})

describe('TLS and TCP rules', () => {
  it('read what TLS rules match', () => {
    const match =
      '{sniHosts: [a, b], destinationSubnets: [10.0.0.0/8], port: 443, sourceLabels: {app: x}, sourceNamespace: shop, gateways: [mesh]}'
    const [table] = routesOf(
      `hosts: [web]\ntls: [{match: [${match}], route: [{destination: {host: a}}, {destination: {host: b}, weight: 100}]}]`,
    )
    expect(plain(table?.tls)).toEqual([
      {
        matches: [
          {
            sniHosts: ['a', 'b'],
            destinationSubnets: ['10.0.0.0/8'],
            sourceSubnets: [],
            port: 443,
            clientLabels: { app: 'x' },
            clientNamespace: 'shop',
            gateways: ['mesh'],
            place: 'spec.tls[0].match[0]',
          },
        ],
        backends: [
          { host: 'a', weight: 0, place: 'spec.tls[0].route[0]' },
          { host: 'b', weight: 100, place: 'spec.tls[0].route[1]' },
        ],
        place: 'spec.tls[0]',
      },
    ])
  })

  it('read what TCP rules match', () => {
    const match =
      '{destinationSubnets: [10.0.0.0/8], port: 3306, sourceSubnet: 10.1.0.0/16, sourceLabels: {}, sourceNamespace: "", gateways: []}'
    const [table] = routesOf(`hosts: [db]\ntcp: [{match: [${match}], route: [{destination: {host: db, subset: v1}, weight: 5}]}]`)
    expect(plain(table?.tcp[0]?.matches)).toEqual([
      { sniHosts: [], destinationSubnets: ['10.0.0.0/8'], sourceSubnets: ['10.1.0.0/16'], port: 3306, place: 'spec.tcp[0].match[0]' },
    ])
    expect(table?.tcp[0]?.backends).toMatchObject([{ host: 'db', subset: 'v1', weight: 1 }])
  })
})
