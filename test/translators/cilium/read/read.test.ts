import { describe, expect, test } from 'vitest'
import { decideAtCiliumEndpoint } from '../../../../src/decide/cilium/cilium-endpoint.ts'
import { pathText } from '../../../../src/diagnostics/place.ts'
import { defaultOptions } from '../../../../src/model/dialect.ts'
import type { EndpointPolicy } from '../../../../src/model/endpoint-policy.ts'
import { modelJson } from '../../../../src/report/model/json.ts'
import { modelSchema } from '../../../../src/report/model/schema.ts'
import { findWorkload } from '../../../../src/resolve/services.ts'
import { readManifests, translate } from '../../../../src/translate.ts'
import { document } from '../../../decide/documents.ts'
import { meshOf } from '../../../decide/mesh-of.ts'

const fileOf = (...objects: object[]) => [{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }]

const policy = (spec: object): object =>
  document('cilium.io/v2', 'CiliumNetworkPolicy', { name: 'p', namespace: 'n' }, { endpointSelector: {}, ...spec })

const read = (spec: object): EndpointPolicy => meshOf(fileOf(policy(spec))).endpointPolicies[0]!

const problems = (spec: object): string[] => read(spec).unmodelled.map(({ path }) => pathText(path))

const readAs = (cilium: string, spec: object): EndpointPolicy =>
  meshOf(fileOf(policy(spec)), { ...defaultOptions.versions, cilium }).endpointPolicies[0]!

const web = document('apps/v1', 'Deployment', { name: 'web', namespace: 'n' }, { template: { spec: { containers: [{ name: 'web' }] } } })

describe('a CiliumNetworkPolicy is read with places', () => {
  test('of every rule, peer, port and requirement', () => {
    const { ingress } = read({ ingress: [{ fromEndpoints: [{ matchLabels: { app: 'a' } }], toPorts: [{ ports: [{ port: '80' }] }] }] })
    const [rule] = ingress.allow
    const [peer] = rule!.peers!
    expect(pathText(rule!.place.path)).toBe('spec.ingress[0]')
    expect(pathText(peer!.place.path)).toBe('spec.ingress[0].fromEndpoints[0]')
    expect(peer!.kind === 'endpoints' && peer!.selector.map(({ place }) => pathText(place.path))).toEqual([
      'spec.ingress[0].fromEndpoints[0]',
      'spec.ingress[0].fromEndpoints[0].matchLabels.app',
    ])
    expect(pathText(rule!.traffic![0]!.place.path)).toBe('spec.ingress[0].toPorts[0].ports[0]')
  })

  test('and its default deny is resolved for each direction', () => {
    const closed = (spec: object): boolean[] => [read(spec).ingress.defaultDeny, read(spec).egress.defaultDeny]
    expect(closed({ ingress: [{}] })).toEqual([true, false])
    expect(closed({ ingress: [], egressDeny: [{ toEntities: ['world'] }] })).toEqual([false, true])
    expect(closed({ ingress: [{}], enableDefaultDeny: { ingress: false, egress: true } })).toEqual([false, false])
    expect(closed({ ingress: [{}], egress: [{}], enableDefaultDeny: { ingress: false, egress: true } })).toEqual([false, true])
  })

  test('of what is asked of requests, as it is written, for each list of ports', () => {
    const list = (port: string, more: object): object => ({ ports: [{ port, protocol: 'TCP' }], ...more })
    const headerMatches = [
      { name: 'X-Key', secret: { name: 's' } },
      { name: 'X-Old', value: 'v', mismatch: 'DELETE' },
    ]
    const http = [{ method: 'GET|HEAD', path: '/a(\\?.*)?', host: '', headers: ['X-Team: web ', 'X-Any:', 'X-Odd:web'], headerMatches }, {}]
    const toPorts = [list('80', { rules: { http } }), list('81', { rules: { http: [] } }), list('443', { serverNames: ['a.example.com'] })]
    const rules = read({ ingress: [{ fromEntities: ['all'], toPorts }] }).ingress.allow
    expect(rules.map(({ traffic, http, serverNames }) => [traffic!.length, http?.length, serverNames?.length])).toEqual([
      [1, 2, undefined],
      [1, undefined, undefined],
      [1, undefined, 1],
    ])
    expect(rules.map(({ peers }) => peers?.length)).toEqual([1, 1, 1])
    const [first, second] = rules[0]!.http!
    expect(first).toMatchObject({ method: { pattern: 'GET|HEAD' }, path: { pattern: '/a(\\?.*)?' } })
    expect(pathText(first!.path!.place.path)).toBe('spec.ingress[0].toPorts[0].rules.http[0].path')
    expect(first!.host).toBeUndefined()
    expect(first!.headers.map(({ place: _, ...header }) => header)).toEqual([
      { name: 'X-Team', value: 'web ' },
      { name: 'X-Any:' },
      { name: 'X-Odd:web' },
      { name: 'X-Key', secret: true },
      { name: 'X-Old', value: 'v', mismatch: 'DELETE' },
    ])
    expect(second).toMatchObject({ headers: [] })
    expect(pathText(rules[2]!.serverNames![0]!.place.path)).toBe('spec.ingress[0].toPorts[2].serverNames[0]')
  })

  test('each of several rules is a policy', () => {
    const object = { ...document('cilium.io/v2', 'CiliumNetworkPolicy', { name: 'p', namespace: 'n' }), specs: [{}, {}] }
    expect(meshOf(fileOf(object)).endpointPolicies.map(({ place }) => pathText(place.path))).toEqual(['specs[0]', 'specs[1]'])
  })
})

describe('what is not modelled is recorded', () => {
  const ports = [{ port: '80', protocol: 'TCP' }]

  test('on the rule where it is a further condition', () => {
    const { ingress } = read({ ingress: [{ authentication: { mode: 'required' }, toPorts: [{ ports, terminatingTLS: {} }] }] })
    expect(ingress.allow[0]!.unmodelled.map(({ path }) => pathText(path))).toEqual([
      'spec.ingress[0].toPorts[0].terminatingTLS',
      'spec.ingress[0].authentication',
    ])
  })

  test('as a peer where nothing tells who it is', () => {
    const { egress } = read({
      egress: [{ toCIDRSet: [{ cidrGroupSelector: {} }] }, { toGroups: [{}] }, { toServices: [{ k8sServiceSelector: { selector: {} } }] }],
    })
    expect(egress.allow.map(({ peers }) => peers?.map(({ kind }) => kind))).toEqual([['unknown'], ['unknown'], ['unknown']])
  })

  test.each([
    [
      'rules for HTTP whose pattern does not compile',
      { ingress: [{ toPorts: [{ ports, rules: { http: [{ path: '(' }] } }] }] },
      'spec.ingress[0].toPorts[0].rules',
    ],
    ['listeners', { egress: [{ toPorts: [{ ports, listener: { name: 'l' } }] }] }, 'spec.egress[0].toPorts[0].listener'],
    ['TLS', { egress: [{ toPorts: [{ ports, originatingTLS: {} }] }] }, 'spec.egress[0].toPorts[0].originatingTLS'],
    ['nodes', { ingress: [{ fromNodes: [{}] }] }, 'spec.ingress[0].fromNodes'],
    ['a node selector', { nodeSelector: {}, endpointSelector: undefined }, 'spec.nodeSelector'],
    ['lists without ports', { ingress: [{ toPorts: [{}] }] }, 'spec.ingress[0].toPorts[0]'],
    ['a port with a leading zero', { ingress: [{ toPorts: [{ ports: [{ port: '080' }] }] }] }, 'spec.ingress[0].toPorts[0].ports[0]'],
    ['a range of a name', { ingress: [{ toPorts: [{ ports: [{ port: 'web', endPort: 9 }] }] }] }, 'spec.ingress[0].toPorts[0].ports[0]'],
    ['no entry in any section', { ingress: [] }, 'spec'],
    [
      'an operator without values',
      { endpointSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      'spec.endpointSelector.matchExpressions[0]',
    ],
  ])('on the policy where Cilium may refuse it: %s', (_, spec, place) => {
    expect(readAs('1.21', spec).unmodelled.map(({ path }) => pathText(path))).toContain(place)
    expect(readAs('1.21', spec).refused).toBeUndefined()
  })

  test('and nothing of a plain policy', () => {
    expect(
      problems({ ingress: [{ fromEntities: ['all'], toPorts: [{ ports: [{ port: '80', endPort: 90 }, { port: 'web' }] }] }] }),
    ).toEqual([])
  })
})

describe('what the agent of Cilium 1.20 does is known', () => {
  const tcp = [{ port: '80', protocol: 'TCP' }]
  const entry = (ports: object): object => ({ ingress: [{ toPorts: [ports] }] })

  test.each([
    ['a pattern that does not compile', entry({ ports: tcp, rules: { http: [{ path: '*' }] } })],
    ['a lookahead', entry({ ports: tcp, rules: { http: [{ method: 'a(?!b)' }] } })],
    ['HTTP on one port of any protocol among others', entry({ ports: [...tcp, { port: '81' }], rules: { http: [{ path: '/' }] } })],
    ['HTTP on every port', entry({ ports: [{ port: '0', protocol: 'TCP' }], rules: { http: [{ path: '/' }] } })],
    ['DNS on ingress', entry({ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } })],
    ['DNS without ports', { egress: [{ toPorts: [{ rules: { dns: [{ matchPattern: '*' }] } }] }] }],
    ['a listener on ingress', entry({ ports: tcp, listener: { envoyConfig: { name: 'e' }, name: 'l' } })],
    ['names of servers beside HTTP', entry({ ports: tcp, serverNames: ['a.example.com'], rules: { http: [{ path: '/' }] } })],
    ['two kinds of peers', { ingress: [{ fromEndpoints: [{}], fromCIDR: ['10.0.0.0/8'] }] }],
    ['an exception outside its range', { ingress: [{ fromCIDRSet: [{ cidr: '10.0.0.0/8', except: ['192.0.2.0/24'] }] }] }],
    ['ICMP beside ports', { ingress: [{ toPorts: [{ ports: tcp }], icmps: [{ fields: [{ type: 8 }] }] }] }],
    ['a port that is no octal number', entry({ ports: [{ port: '080', protocol: 'TCP' }] })],
    ['no entry', { ingress: [] }],
    ...['VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH'].map((protocol): [string, object] => [
      `a port of ${protocol}, which has none`,
      entry({ ports: [{ port: '80', protocol }] }),
    ]),
    ['another spelling of port 0 for a protocol without ports', entry({ ports: [{ port: '00', protocol: 'VRRP' }] })],
    [
      'DNS on every port',
      { egress: [{ toPorts: [{ ports: [{ port: '0', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } }] }] },
    ],
    ...['a b', '-a', 'A.b/c', 'a/b/c', 'k8s:', 'x:y:z'].map((key): [string, object] => [
      `the label key ${key}`,
      { endpointSelector: { matchExpressions: [{ key, operator: 'Exists' }] }, ingress: [{}] },
    ]),
    ['a label key of a peer', { ingress: [{ fromEndpoints: [{ matchLabels: { 'a b': 'x' } }] }] }],
  ])('it refuses %s, and nothing of the policy is enforced', (_, spec) => {
    expect(readAs('1.20', spec).refused).toBeDefined()
    const { mesh, diagnostics } = readManifests(fileOf(web, policy(spec)))
    expect(diagnostics.map(({ code }) => code)).toContain('US5041')
    expect(decideAtCiliumEndpoint(mesh, findWorkload(mesh, 'n', 'web')!, 80, { kind: 'world' })).toBeUndefined()
  })

  test.each(['a', 'k8s:a', 'any:a.b_c', 'k8s:app.kubernetes.io/name', 'reserved:host', 'a'.repeat(63)])(
    'it takes the label key %s',
    (key) => {
      expect(readAs('1.20', { ingress: [{ fromEndpoints: [{ matchLabels: { [key]: 'x' } }] }] }).unmodelled).toEqual([])
    },
  )

  test.each(['0', 'web'])('it takes a protocol without ports on port %s', (port) => {
    expect(readAs('1.20', entry({ ports: [{ port, protocol: 'VRRP' }] })).unmodelled).toEqual([])
  })

  test.each([
    ['lists without ports', entry({})],
    ['HTTP without ports', entry({ rules: { http: [{ path: '/' }] } })],
    ['a range that is excepted from itself', { ingress: [{ fromCIDRSet: [{ cidr: '192.0.2.0/24', except: ['192.0.2.0/24'] }] }] }],
  ])('it takes %s, which admit nobody', (_, spec) => {
    expect(readAs('1.20', spec).unmodelled).toEqual([])
    const { mesh } = readManifests(fileOf(web, policy(spec)))
    const world = { kind: 'world', ip: '192.0.2.3' } as const
    expect(decideAtCiliumEndpoint(mesh, findWorkload(mesh, 'n', 'web')!, 80, world)?.verdict).toBe('denied')
  })

  test('an octal port is that number, and authentication that is switched off asks nothing', () => {
    const { ingress } = readAs('1.20', { ingress: [{ toPorts: [{ ports: [{ port: '0100' }] }], authentication: { mode: 'disabled' } }] })
    expect(ingress.allow[0]).toMatchObject({ unmodelled: [], traffic: [{ port: { from: 64, to: 64 } }] })
  })
})

describe('a policy that cannot be read', () => {
  const broken = policy({ ingress: [{ fromEntities: ['nobody'] }] })

  test('is known to be there', () => {
    const { mesh } = readManifests(fileOf(web, broken))
    expect(mesh.endpointPolicies).toEqual([])
    expect(mesh.unread.map(({ what }) => what)).toEqual(['CiliumNetworkPolicy n/p'])
    const point = decideAtCiliumEndpoint(mesh, findWorkload(mesh, 'n', 'web')!, 80, { kind: 'world' })
    expect(point?.verdict).toBe('undetermined')
    expect(point?.needs).toBe('what CiliumNetworkPolicy n/p allows')
  })

  test('keeps the policies of its namespace where they are', () => {
    const authorization = document('security.istio.io/v1', 'AuthorizationPolicy', { name: 'q', namespace: 'n' }, {})
    const { emission, diagnostics } = translate(fileOf(authorization, broken), { target: 'cilium' })
    expect(emission.changes).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toContain('US5021')
  })

  test('is one without any rule', () => {
    const mesh = meshOf(fileOf(document('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', { name: 'p' })))
    expect(mesh.unread.map(({ reach }) => [reach.kinds, reach.namespaces])).toEqual([[['CiliumClusterwideNetworkPolicy'], ['']]])
  })
})

test('the model as data has what was read', () => {
  const { mesh } = readManifests(
    fileOf(
      policy({
        ingress: [
          { fromEndpoints: [{ matchExpressions: [{ key: 'k8s:app', operator: 'Exists' }] }] },
          { fromCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }], toPorts: [{ ports: [{ port: '80' }, { port: 'web' }] }] },
          { fromEntities: ['cluster'], icmps: [{ fields: [{ family: 'IPv6', type: 128 }] }] },
          {
            toPorts: [
              {
                ports: [{ port: '80', protocol: 'TCP' }],
                rules: { http: [{ path: '/a', headers: ['X-Team: web'], headerMatches: [{ name: 'X-Key', secret: { name: 's' } }] }] },
              },
              { ports: [{ port: '443', protocol: 'TCP' }], serverNames: ['a.example.com'] },
            ],
          },
        ],
        ingressDeny: [{ fromGroups: [{}] }],
        egress: [
          { toCIDRSet: [{ cidrGroupRef: 'g' }], toPorts: [{ ports: [{ port: 'web', endPort: 90 }] }] },
          { toFQDNs: [{ matchName: 'a.example.com' }] },
          { toServices: [{ k8sService: { serviceName: 's', namespace: 'n' } }] },
        ],
      }),
      document('cilium.io/v2', 'CiliumCIDRGroup', { name: 'g' }, { externalCIDRs: ['192.0.2.0/24'] }),
    ),
  )
  expect(mesh.endpointPolicies).toHaveLength(1)
  expect(modelSchema.safeParse(JSON.parse(JSON.stringify(modelJson(mesh)))).error).toBeUndefined()
})
