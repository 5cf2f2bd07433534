import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { errorRouteFor } from '../../../src/resolve/routes/error-route.ts'
import { leadsToNoPods, noPodsRouteFor } from '../../../src/resolve/routes/no-pods-route.ts'
import { pods } from '../../decide/meshed.ts'
import { backendOf, chained, forwarding } from './built-rules.ts'
import { meshWith, prefix, service, to, virtualService } from './chain-mesh.ts'

const find = (
  ask: (mesh: Mesh, namespace: string, of: Service) => { readonly path: readonly unknown[] } | undefined,
  mesh: Mesh,
  from = 'shop',
) => {
  const found = ask(mesh, from, mesh.services.find(({ name }) => name === 'web')!)
  return found === undefined ? 'none' : found.path.join('.')
}

/** Pods of Service `web`, by which subsets have pods or none. */
const deployment = (name: string, labels: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'prod' },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name, ...labels } }, spec: { containers: [] } },
  },
})
const subsets = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web', namespace: 'prod' },
  spec: { host: 'web', subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
}
const subset = (name: string, weight?: number) => ({
  destination: { host: 'web', subset: name },
  ...(weight === undefined ? {} : { weight }),
})

describe('a route that may answer with an error', () => {
  const barred = (...http: readonly object[]) => find(errorRouteFor, meshWith(virtualService('routes', { http })))

  test('is a response of 4xx or 5xx, or a fault for all requests', () => {
    expect(barred(to('web'), { directResponse: { status: 503 } })).toBe('spec.http.1')
    expect(barred({ match: [prefix('/a')], directResponse: { status: 400 } }, to('web'))).toBe('spec.http.0')
    expect(barred({ match: [prefix('/a')], directResponse: { status: 399 } }, to('web'))).toBe('none')
    const abort = (value: number) => ({ ...to('web'), fault: { abort: { httpStatus: 500, percentage: { value } } } })
    expect([barred(abort(100)), barred(abort(99.9))]).toEqual(['spec.http.0', 'none'])
    expect(barred({ ...to('web'), fault: { delay: { fixedDelay: '1s', percentage: { value: 100 } } } })).toBe('none')
  })

  test('is one to a destination that does not exist', () => {
    expect(barred(to('gone'))).toBe('spec.http.0')
    expect(
      barred({
        route: [
          { destination: { host: 'gone' }, weight: 1 },
          { destination: { host: 'web' }, weight: 9 },
        ],
      }),
    ).toBe('spec.http.0')
    expect(barred({ redirect: { uri: '/' } })).toBe('none')
    expect(barred(to('web'))).toBe('none')
  })

  test('is the table where none of its rules takes everything', () => {
    expect(barred(to('web', prefix('/a')))).toBe('')
    expect(barred(to('web', prefix('/a')), to('web', prefix('/')))).toBe('none')
    expect(find(errorRouteFor, meshWith())).toBe('none')
  })

  test('is one for any port, and for the clients that see it', () => {
    const onPort = { match: [{ port: 8080 }], directResponse: { status: 503 } }
    expect(barred(onPort, to('web'))).toBe('spec.http.0')
    const hidden = meshWith(virtualService('routes', { exportTo: ['.'], http: [{ directResponse: { status: 503 } }] }))
    expect([find(errorRouteFor, hidden), find(errorRouteFor, hidden, 'prod')]).toEqual(['none', 'spec.http.0'])
  })

  test('is any of those that may count', () => {
    const one = virtualService('a', { http: [to('web')] })
    const other = virtualService('b', { http: [{ directResponse: { status: 503 } }] })
    expect(find(errorRouteFor, meshWith(one, other))).toBe('spec.http.0')
    expect(find(errorRouteFor, meshWith(one, virtualService('b', { http: [to('web')] })))).toBe('none')
    expect(find(noPodsRouteFor, meshWith(deployment('web'), service('empty'), one, virtualService('b', { http: [to('empty')] })))).toBe(
      'spec.http.0',
    )
    expect(find(noPodsRouteFor, meshWith(deployment('web'), one, virtualService('b', { http: [to('web')] })))).toBe('none')
  })
})

describe('a route that leads to no pods', () => {
  const empty = (http: readonly object[], ...others: readonly object[]) =>
    find(
      noPodsRouteFor,
      meshWith(deployment('web', { version: 'v1' }), service('bare'), subsets, virtualService('routes', { http }), ...others),
    )

  test('is one to a subset or a Service without pods', () => {
    expect(empty([{ route: [subset('v1')] }])).toBe('none')
    expect(empty([{ route: [subset('v2')] }])).toBe('spec.http.0')
    expect(empty([to('web', prefix('/a')), to('bare')])).toBe('spec.http.1')
    expect(empty([{ match: [{ port: 8080 }], route: [subset('v2')] }, to('web')])).toBe('spec.http.0')
    expect(empty([{ directResponse: { status: 200 } }])).toBe('none')
    expect(empty([to('gone')])).toBe('none')
  })

  test('is none where a share goes to pods', () => {
    expect(empty([{ route: [subset('v1', 1), subset('v2', 99)] }])).toBe('none')
    expect(empty([{ route: [subset('v1', 0), subset('v2', 100)] }])).toBe('spec.http.0')
  })

  test('counts where the Service itself has pods', () => {
    const mesh = meshWith(subsets, virtualService('routes', { http: [{ route: [subset('v2')] }] }))
    expect(find(noPodsRouteFor, mesh)).toBe('none')
    expect(find(noPodsRouteFor, meshWith(deployment('web')))).toBe('none')
  })

  test('a rule without backends leads nowhere', () => {
    const mesh = meshWith()
    const rule = chained(forwarding('x', [], { backends: [] }))
    expect(leadsToNoPods(mesh, rule, { host: 'web', port: 80 })).toBe(false)
    const toWeb = chained(forwarding('x', [], { backends: [backendOf('web', { host: 'web.prod.svc.cluster.local' })] }))
    expect(leadsToNoPods(mesh, toWeb, { host: 'web', port: 80 })).toBe(true)
    expect(leadsToNoPods({ ...mesh, workloads: [pods('web', { namespace: 'prod' })] }, toWeb, { host: 'web', port: 80 })).toBe(false)
  })
})
