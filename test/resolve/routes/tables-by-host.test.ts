import { describe, expect, test } from 'vitest'
import { namedByHosts } from '../../../src/resolve/routes/naming.ts'
import { tablesAt, tablesFor } from '../../../src/resolve/routes/tables-by-host.ts'
import { httpRoute, meshWith, refs, to, virtualService, web } from './chain-mesh.ts'

const own = (name: string, parts: object = {}) => virtualService(name, { http: [to('x')], ...parts })
const names = (tables: readonly { readonly name: string }[]) => tables.map(({ name }) => name)

describe('the tables that may have routes for hosts', () => {
  const mesh = meshWith(
    own('first', { hosts: ['web', 'api.example'] }),
    own('wild', { hosts: ['*.example'] }),
    own('edge', { hosts: ['api.example'], gateways: ['edge'] }),
    httpRoute('route', { rules: [refs('web')] }),
    own('other', { hosts: ['other.example'] }),
  )

  test('are those of the mesh, in its order, once each', () => {
    expect(names(tablesFor(mesh, [web]))).toEqual(['first', 'route'])
    expect(names(tablesFor(mesh, ['api.example']))).toEqual(['first', 'wild'])
    expect(names(tablesFor(mesh, ['api.example', web]))).toEqual(['first', 'route', 'wild'])
    expect(names(tablesFor(mesh, ['other.example', 'api.example']))).toEqual(['first', 'other', 'wild'])
    expect(tablesFor(mesh, ['none.test'])).toEqual([])
    expect(tablesFor(mesh, [])).toEqual([])
  })
})

describe('the tables that may have routes at a gateway', () => {
  const mesh = meshWith(
    own('short', { gateways: ['edge'] }),
    own('far', { hosts: ['api.example'], gateways: ['shop/edge', 'mesh'] }),
    own('both', { hosts: ['api.example'], gateways: ['edge', 'shop/edge'] }),
    httpRoute('any', { parentRefs: [{ name: 'edge', kind: 'Gateway', group: 'gateway.networking.k8s.io' }], rules: [refs('web')] }),
    own('mesh-only', { hosts: ['api.example'] }),
  )

  test('are those that name it, with a host that can mean the same, or none', () => {
    expect(names(tablesAt(mesh, 'prod/edge', web))).toEqual(['any', 'short'])
    expect(names(tablesAt(mesh, 'prod/edge', 'api.example'))).toEqual(['any', 'both'])
    expect(names(tablesAt(mesh, 'shop/edge', 'api.example'))).toEqual(['both', 'far'])
    expect(tablesAt(mesh, 'shop/other', 'api.example')).toEqual([])
  })
})

describe('the namespaces that anything about a host names', () => {
  const named = (objects: readonly object[], host = web) => [...namedByHosts(meshWith(...objects), [host])].sort()

  test('are those of the Service, of its tables, and all to which they are exported', () => {
    expect(named([])).toEqual(['*', 'prod'])
    expect(named([own('far', { namespace: 'team', hosts: [web], exportTo: ['shop', 'bank'] })])).toEqual([
      '*',
      'bank',
      'prod',
      'shop',
      'team',
    ])
    expect(named([own('other', { namespace: 'team', hosts: ['api.example'] })])).toEqual(['*', 'prod'])
  })

  test('and of clients that rules for bytes ask for', () => {
    const tcp = [{ match: [{ port: 80, sourceNamespace: 'ops' }], route: [{ destination: { host: 'web' } }] }]
    const tls = [{ match: [{ port: 80, sniHosts: [web], sourceNamespace: 'dev' }], route: [{ destination: { host: 'web' } }] }]
    expect(named([virtualService('bytes', { tcp, tls })])).toEqual(['*', 'dev', 'ops', 'prod'])
  })
})
