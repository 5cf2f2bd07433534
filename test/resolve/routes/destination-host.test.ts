import { describe, expect, test } from 'vitest'
import { destinationText, routeTargetOf, routeTargetsOf } from '../../../src/resolve/routes/destination-host.ts'
import { atSidecar, httpRoute, meshWith, service, virtualService, waypoint, web } from './chain-mesh.ts'

const entry = (name: string, hosts: readonly string[], ports: readonly number[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name, namespace: 'prod' },
  spec: { hosts, ports: ports.map((number) => ({ number, name: `http-${number}`, protocol: 'HTTP' })), resolution: 'DNS' },
})
const rule = (name: string, namespace: string, version: string, parts: object = {}) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name, namespace },
  spec: { host: web, subsets: [{ name: 'v', labels: { version } }], ...parts },
})
const byName = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'away', namespace: 'prod' },
  spec: { type: 'ExternalName', externalName: 'away.example', ports: [{ port: 80 }] },
}

const prod = 'prod.svc.cluster.local'
const alias = (name: string, externalName: string, ports: readonly number[] = [80]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'prod' },
  spec: { type: 'ExternalName', externalName, ports: ports.map((port) => ({ port, name: `http-${port}` })) },
})

const base = [service('one', [8080]), service('two', [80, 81]), entry('api', ['api.example'], [443]), byName]
const first = { namespace: 'prod', order: 'first-match' } as const
const target = (
  host: string,
  parts: { port?: number; subset?: string } = {},
  proxy = {},
  objects: readonly object[] = [],
  table: Parameters<typeof routeTargetOf>[1] = first,
) => {
  const found = routeTargetOf(meshWith(...base, ...objects), table, { host, ...parts }, 80, proxy)
  return found.kind === 'missing'
    ? found.status
    : found.kind === 'external'
      ? `${found.host}:${found.port}`
      : `${found.service.name}:${found.port.port}`
}
const sidecar = { namespace: 'shop' }
const atWaypoint = { namespace: 'prod', waypoint }

/** Measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0. */
describe('a destination without a port', () => {
  test('is the only port of the Service at a waypoint and a gateway, and the one that was addressed at a sidecar', () => {
    expect([target('one', {}, atWaypoint), target('one', {}, {}), target('one', {}, sidecar)]).toEqual(['one:8080', 'one:8080', 503])
  })

  test('is the port that was addressed where there are several', () => {
    expect([target('two', {}, atWaypoint), target('two', {}, sidecar)]).toEqual(['two:80', 'two:80'])
  })
})

describe('a destination', () => {
  test('is a port of a Service, or answers 503, and 500 in routes of Gateway API', () => {
    const route = { namespace: 'prod', order: 'specificity' } as const
    expect([target('two', { port: 81 }), target('two', { port: 82 }), target('none'), target('none', {}, {}, [], route)]).toEqual([
      'two:81',
      503,
      503,
      500,
    ])
  })

  test('may be a host outside of the mesh, on the ports of its ServiceEntry', () => {
    expect([target('api.example', { port: 443 }), target('api.example', { port: 80 }), target('api.example', {}, sidecar)]).toEqual([
      'api.example:443',
      503,
      503,
    ])
    expect(target('api.example', {}, atWaypoint)).toBe('api.example:443')
  })

  test('has no cluster where it is an ExternalName Service of a host that nothing declares', () => {
    expect([target('away', {}, sidecar), target('away', {}, {}), target('away', {}, atWaypoint)]).toEqual([503, 503, 503])
  })

  // A cluster has the name of the host in the ServiceEntry (istio:pilot/pkg/networking/core/route/route.go GetDestinationCluster).
  test('has no cluster where only a ServiceEntry with a star covers it', () => {
    const objects = [entry('wide', ['*.wide.example'], [80]), alias('one-of-them', 'a.wide.example'), alias('dotted', `two.${prod}.`)]
    const seen = (host: string, proxy = {}, table = first as Parameters<typeof routeTargetOf>[1]) => target(host, {}, proxy, objects, table)
    expect([seen('a.wide.example', sidecar), seen('a.wide.example'), seen('a.wide.example', atWaypoint)]).toEqual([503, 503, 503])
    expect(seen('a.wide.example', {}, { namespace: 'prod', order: 'specificity' })).toBe(500)
    expect(seen('*.wide.example', sidecar)).toBe('*.wide.example:80')
    // Nor does a name that ends with a dot mean the Service without it.
    expect([seen('one-of-them', sidecar), seen('dotted', sidecar)]).toEqual([503, 503])
  })

  test('is the host that an ExternalName Service is another name of, over one name, and at no waypoint', () => {
    const objects = [alias('other', `two.${prod}`), alias('more', `other.${prod}`), alias('short', 'two'), alias('api', 'api.example')]
    const seen = (host: string, parts = {}, proxy = {}) => target(host, parts, proxy, objects)
    expect([seen('other', {}, sidecar), seen('other', {}, {}), seen('other', { port: 81 }, sidecar)]).toEqual([
      'two:80',
      'two:80',
      'two:81',
    ])
    expect([seen('other', { port: 82 }, sidecar), seen('other', {}, atWaypoint)]).toEqual([503, 503])
    expect([seen('more', {}, sidecar), seen('short', {}, sidecar)]).toEqual([503, 503])
    expect(seen('api', { port: 443 }, {})).toBe('api.example:443')
  })

  test('is followed by a sidecar from a port that the ExternalName Service declares, by a gateway from any', () => {
    const objects = [alias('other', `two.${prod}`, [81])]
    expect([target('other', { port: 80 }, sidecar, objects), target('other', { port: 80 }, {}, objects)]).toEqual([503, 'two:80'])
  })

  test('may be nothing to a sidecar whose Sidecar does not list what the ExternalName Service leads to', () => {
    const sidecarOf = (...hosts: string[]) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'default', namespace: 'shop' },
      spec: { egress: [{ hosts }] },
    })
    const seen = (proxy: object, ...hosts: string[]) =>
      routeTargetOf(meshWith(...base, alias('other', `two.${prod}`), sidecarOf(...hosts)), first, { host: 'other' }, 80, proxy)
    expect(seen(sidecar, './*', `prod/other.${prod}`)).toMatchObject({ kind: 'missing', unlisted: `two.${prod}` })
    expect(seen(sidecar, './*', `*/two.${prod}`)).toMatchObject({ kind: 'service' })
    expect(seen({}, './*')).toMatchObject({ kind: 'service' })
  })

  test('is the pods of the subset that the DestinationRules of the host itself name', () => {
    const objects = [alias('other', web), rule('r', 'prod', 'v1')]
    const found = routeTargetOf(meshWith(...base, ...objects), first, { host: 'other', subset: 'v' }, 80, sidecar)
    expect(destinationText(found)).toBe('prod pods app=web,version=v1:80')
  })

  test('may be there unseen where an ExternalName Service names a namespace of which the input has none', () => {
    const far = routeTargetOf(meshWith(...base, alias('other', 'edge.far.svc.cluster.local')), first, { host: 'other' }, 80)
    expect(far).toMatchObject({ kind: 'missing', unseen: 'far/edge' })
  })

  test('is nothing to a sidecar or gateway to which it is not exported', () => {
    const { metadata, ...near } = service('near', [80]) as { metadata: object }
    const hidden = { ...near, metadata: { ...metadata, annotations: { 'networking.istio.io/exportTo': '.' } } }
    const seen = (proxy: object) => target('near', {}, proxy, [hidden])
    expect([seen(sidecar), seen({ namespace: 'prod' }), seen(atWaypoint)]).toEqual([503, 'near:80', 'near:80'])
    expect([seen({ rulesIn: ['edge'] }), seen({ rulesIn: ['prod'] })]).toEqual([503, 'near:80'])
    const either = routeTargetOf(meshWith(...base, hidden), first, { host: 'near' }, 80, { rulesIn: ['prod', 'edge'] })
    expect(either).toMatchObject({ kind: 'missing', unseen: 'prod/near' })
  })

  test('is nothing to a waypoint of another namespace to which it is not exported, unless it is bound to it', () => {
    const { metadata, ...near } = service('near', [80]) as { metadata: object }
    const hidden = { ...near, metadata: { ...metadata, annotations: { 'networking.istio.io/exportTo': '.' } } }
    const far = { namespace: 'edge', waypoint: { ...waypoint, namespace: 'edge' } }
    expect([target('near', {}, far, [hidden]), target('near', {}, far, [service('near', [80])])]).toEqual([503, 'near:80'])
  })

  test('may be there unseen where the input has no Service of its namespace', () => {
    const unseen = (host: string) => routeTargetOf(meshWith(...base), first, { host }, 80)
    expect(unseen('edge.far.svc.cluster.local')).toMatchObject({ kind: 'missing', unseen: 'far/edge' })
    expect(unseen('none.prod.svc.cluster.local')).not.toHaveProperty('unseen')
    expect(unseen('none.example')).not.toHaveProperty('unseen')
    expect(unseen('a.b.far.svc.cluster.local')).not.toHaveProperty('unseen')
  })
})

/** istio:pilot/pkg/model/push_context.go destinationRule */
describe('a subset', () => {
  const version = (proxy: object, ...objects: readonly object[]) => {
    const found = routeTargetOf(meshWith(...base, ...objects), first, { host: 'web', subset: 'v' }, 80, proxy)
    return found.kind === 'service' ? found.subset.version : undefined
  }
  const own = rule('own', 'shop', 'own')
  const service = rule('service', 'prod', 'service')
  const root = rule('root', 'istio-system', 'root')

  test('is that of the first namespace with a DestinationRule: of the proxy, the Service, the root', () => {
    expect([version(sidecar, root, service, own), version(sidecar, root, service), version(sidecar, root), version(sidecar)]).toEqual([
      'own',
      'service',
      'root',
      undefined,
    ])
  })

  test('is missing where the DestinationRule that is followed has none of that name', () => {
    expect(version(sidecar, service, rule('own', 'shop', 'own', { subsets: [] }))).toBeUndefined()
  })

  test('is not that of a DestinationRule which the proxy does not see', () => {
    expect(version(sidecar, rule('service', 'prod', 'service', { exportTo: ['.'] }))).toBeUndefined()
    expect(version({ namespace: 'prod' }, rule('service', 'prod', 'service', { exportTo: ['.'] }))).toBe('service')
    expect(version(sidecar, rule('service', 'prod', 'service', { exportTo: ['shop'] }))).toBe('service')
    expect(version(sidecar, rule('service', 'prod', 'service', { exportTo: ['bank'] }), root)).toBe('root')
  })
})

/** istio:pilot/pkg/model/push_context.go destinationRule; measured: findings/one-default-written-out-unmerges-rules.sh. */
describe('what a subset is', () => {
  const made = (name: string, namespace: string, version: string, creationTimestamp: string | undefined, parts: object = {}) => {
    const one = rule(name, namespace, version, parts)
    return { ...one, metadata: { ...one.metadata, ...(creationTimestamp === undefined ? {} : { creationTimestamp }) } }
  }
  const [older, younger] = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z']
  const of = (proxy: object, ...objects: readonly object[]) => {
    const found = routeTargetOf(meshWith(...base, ...objects), first, { host: 'web', subset: 'v' }, 80, proxy)
    if (found.kind === 'service') return found.subset.version
    return found.kind === 'missing' && found.doubt !== undefined ? found.doubt.among.map((one) => one?.labels.version) : undefined
  }
  const all = { exportTo: ['*'] }

  test('is said by rules that are exported alike together, the oldest first', () => {
    expect(of(sidecar, made('a', 'prod', 'one', younger), made('b', 'prod', 'two', older))).toBe('two')
    expect(of(sidecar, made('a', 'prod', 'one', older), made('b', 'prod', 'two', younger, { subsets: [] }))).toBe('one')
  })

  test('is said by the youngest alone where the default is written out in one of them', () => {
    expect(of(sidecar, made('a', 'prod', 'one', older), made('b', 'prod', 'two', younger, { ...all, subsets: [] }))).toBeUndefined()
    expect(of(sidecar, made('a', 'prod', 'one', older, all), made('b', 'prod', 'two', younger))).toBe('two')
  })

  test('is not known where ages decide and the input has none', () => {
    expect(of(sidecar, made('a', 'prod', 'one', undefined), made('b', 'prod', 'two', undefined))).toEqual(['one', 'two'])
    expect(of(sidecar, made('a', 'prod', 'one', undefined), made('b', 'prod', 'two', undefined, { ...all, subsets: [] }))).toEqual([
      undefined,
      'one',
    ])
    expect(of(sidecar, made('a', 'prod', 'one', undefined), made('b', 'prod', 'one', undefined, all))).toBe('one')
  })

  test('is said by a rule for a wildcard where none is for the host itself', () => {
    const wild = (name: string, namespace: string, version: string) => rule(name, namespace, version, { host: '*.prod.svc.cluster.local' })
    expect(of(sidecar, wild('a', 'prod', 'wild'))).toBe('wild')
    expect(of(sidecar, wild('a', 'prod', 'wild'), rule('b', 'prod', 'v'))).toBe('v')
    expect(of(sidecar, wild('a', 'shop', 'wild'), rule('b', 'prod', 'v'))).toBe('wild')
  })

  test('depends on the labels of the client where a rule of its namespace selects some', () => {
    const own = rule('a', 'shop', 'own', { workloadSelector: { matchLabels: { app: 'till' } } })
    expect(of({ ...sidecar, labels: { app: 'till' } }, own, rule('b', 'prod', 'v'))).toBe('own')
    expect(of({ ...sidecar, labels: { app: 'desk' } }, own)).toBeUndefined()
    expect(of(sidecar, own)).toEqual(['own', undefined])
  })

  test('is looked for in the namespace of the pods of a gateway, in each that it may be', () => {
    const hidden = rule('a', 'prod', 'v', { exportTo: ['.'] })
    expect([of({ rulesIn: ['edge'] }, hidden), of({ rulesIn: ['prod'] }, hidden)]).toEqual([undefined, 'v'])
    expect(of({ rulesIn: ['prod', 'edge'] }, hidden)).toEqual(['v', undefined])
  })
})

describe('the shares of a rule', () => {
  const shares = (object: object) => {
    const mesh = meshWith(...base, object)
    const chain = atSidecar(mesh)
    if (chain.kind !== 'chain') throw new Error(chain.kind)
    return routeTargetsOf(mesh, chain.rules[0]!, { host: web, port: 80 }).map(({ share, backend }) => [backend.host.split('.')[0], share])
  }
  const weighted = (...weights: readonly (number | undefined)[]) =>
    virtualService('w', {
      http: [
        {
          route: weights.map((weight, index) => ({
            destination: { host: `${['one', 'two', 'web'][index]}` },
            ...(weight === undefined ? {} : { weight }),
          })),
        },
      ],
    })

  test('add up to one, and what gets nothing is left out', () => {
    expect(shares(weighted(25, 75))).toEqual([
      ['one', 0.25],
      ['two', 0.75],
    ])
    expect(shares(weighted(0, 10, 30))).toEqual([
      ['two', 0.25],
      ['web', 0.75],
    ])
  })

  test('are all for the only destination of a VirtualService, whatever its weight', () => {
    expect(shares(weighted(0))).toEqual([['one', 1]])
    expect(shares(weighted(undefined))).toEqual([['one', 1]])
  })

  test('are nothing for the only backend of a Gateway API route with weight 0', () => {
    const route = (weight: number) => httpRoute('r', { rules: [{ backendRefs: [{ name: 'one', port: 8080, weight }] }] })
    expect([shares(route(0)), shares(route(5))]).toEqual([[], [['one', 1]]])
  })
})

test('destinations have one text however they were written', () => {
  const text = (host: string, parts: object = {}, ...objects: readonly object[]) =>
    destinationText(routeTargetOf(meshWith(...base, ...objects), first, { host, ...parts }, 80))
  expect(text('none')).toBe('status 503')
  expect(text('api.example', { port: 443 })).toBe('api.example:443')
  expect(text('two')).toBe('prod pods app=two:80')
  expect(text('web', { subset: 'v' }, rule('r', 'prod', 'v1'))).toBe('prod pods app=web,version=v1:80')
})
