import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Atom, IdentityMatch } from '../../../../src/model/predicate.ts'
import { atomBoxes } from '../../../../translators/cilium/authorization/atom.ts'
import type { Facts } from '../../../../translators/cilium/authorization/facts.ts'
import { everyName, only, podIdentities } from '../../../../translators/cilium/authorization/identity-set.ts'
import { everyPort, onePort } from '../../../../translators/cilium/authorization/port-set.ts'
import { everyRequest } from '../../../../translators/cilium/http/requests.ts'
import { rulePlace } from '../../../report/verify/comparison-fixture.ts'

const place: Place = rulePlace('access.yaml')
const clear = {
  trustDomains: ['cluster.local', 'old'],
  meshed: ['prod'],
  gatewayAccounts: new Set<string>(),
  unmeshedPod: () => undefined,
  machine: () => undefined,
}

/** What Cilium says of one identity: its clients, or the codes of the findings that refuse it. */
function said(match: IdentityMatch, rounding: 'down' | 'up' = 'down', facts: object = {}): unknown {
  const diagnostics: Diagnostic[] = []
  const context = {
    facts: { ...clear, ...facts } as unknown as Facts,
    diagnostics,
    place,
    httpPorts: everyPort,
    paths: 'merged' as const,
    anonymous: false,
  }
  const boxes = atomBoxes({ kind: 'identity', match, place }, rounding, context)
  for (const box of boxes) expect(box.ports).toBe(everyPort)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return errors.length > 0 ? errors.join() : boxes.map(({ clients }) => clients)
}

const exact = (value: string): IdentityMatch => ({ by: 'principal', match: { op: 'exact', value } })
const prefix = (value: string): IdentityMatch => ({ by: 'principal', match: { op: 'prefix', value } })
const web = [podIdentities(only('prod'), only('web'))]
const prod = [podIdentities(only('prod'))]

describe('an identity is pods of a namespace and account', () => {
  const rows: readonly (readonly [IdentityMatch, unknown])[] = [
    [exact('cluster.local/ns/prod/sa/web'), web],
    [exact('old/ns/prod/sa/web'), web],
    [{ by: 'service-account', namespace: 'prod', name: 'web' }, web],
    [exact('cluster.local/ns/p/sa/w'), [podIdentities(only('p'), only('w'))]],
    [exact(`cluster.local/ns/prod/sa/${'a'.repeat(63)}`), [podIdentities(only('prod'), only('a'.repeat(63)))]],
    [exact('cluster.local/ns/prod/sa/a.b-c'), [podIdentities(only('prod'), only('a.b-c'))]],
    [{ by: 'namespace', glob: 'prod' }, prod],
    [prefix('cluster.local/ns/prod/'), prod],
    [prefix('cluster.local/ns/prod/sa/'), prod],
  ]
  for (const [match, clients] of rows)
    test(JSON.stringify(match), () => {
      expect(said(match, 'down')).toEqual(clients)
      expect(said(match, 'up')).toEqual(clients)
    })
})

describe('an identity that no certificate has is nobody, and refused where leaving somebody out would open something', () => {
  for (const value of [
    'web',
    'cluster.local/ns/prod/sa/web/x',
    'x/cluster.local/ns/prod/sa/web',
    'cluster.local/ns/Prod/sa/web',
    'cluster.local/ns/prod-/sa/web',
    'cluster.local/ns/prod/sa/Web',
    'cluster.local/ns/prod/sa/-web',
    `cluster.local/ns/${'a'.repeat(64)}/sa/web`,
  ])
    test(value, () => {
      expect(said(exact(value), 'down')).toEqual([])
      expect(said(exact(value), 'up')).toContain(value)
    })
})

describe('an identity that labels cannot say is refused', () => {
  const refused: readonly IdentityMatch[] = [
    exact('elsewhere/ns/prod/sa/web'),
    exact(`cluster.local/ns/prod/sa/${'a'.repeat(64)}`),
    prefix('cluster.local/ns/pro'),
    prefix('cluster.local/ns/prod/sa/w'),
    prefix('elsewhere/ns/prod/'),
    prefix('x/cluster.local/ns/prod/'),
    { by: 'principal', match: { op: 'suffix', value: '/sa/web' } },
    { by: 'principal', match: { op: 'regex', value: 'cluster.local/ns/prod/.*' } },
    { by: 'namespace', glob: 'pro*' },
    { by: 'namespace', glob: '(a|b)', pattern: '(a|b)' },
    { by: 'service-account', namespace: 'prod', name: 'web', pattern: 'x' },
    { by: 'trust-domain', glob: 'cluster.local' },
  ]
  for (const match of refused)
    test(JSON.stringify(match).slice(0, 90), () => {
      for (const rounding of ['down', 'up'] as const) expect(said(match, rounding)).toBeTypeOf('string')
    })

  test('by its text', () => {
    expect(said({ by: 'principal', match: { op: 'suffix', value: '/sa/web' } })).toContain('`*/sa/web`')
    expect(said(prefix('cluster.local/ns/pro'))).toContain('`cluster.local/ns/pro*`')
    expect(said({ by: 'service-account', namespace: 'prod', name: 'web', pattern: 'x' })).toContain('`prod/web`')
    expect(said({ by: 'trust-domain', glob: 'td' })).toContain('`td`')
  })
})

describe('any identity', () => {
  const anybody: readonly IdentityMatch[] = [
    { by: 'any' },
    { by: 'namespace', glob: '*' },
    { by: 'principal', match: { op: 'present' } },
    { by: 'principal', match: { op: 'non-empty' } },
    prefix('cluster.local/'),
    prefix('cluster.local/ns/'),
  ]
  for (const match of anybody)
    test(`${JSON.stringify(match)} is the pods of the mesh where it lets them in, and every pod where it keeps them out`, () => {
      expect(said(match, 'down')).toEqual(prod)
      expect(said(match, 'up')).toEqual([podIdentities(everyName)])
    })

  test('is refused where pods of the mesh have no identity, and where nothing says what the mesh is', () => {
    const unmeshedPod = (namespace: string) => (namespace === 'dev' ? 'Deployment dev/bare' : undefined)
    expect(said({ by: 'any' }, 'down', { meshed: ['prod', 'dev'], unmeshedPod })).toContain('Deployment dev/bare')
    expect(said({ by: 'any' }, 'down', { meshed: ['prod'], unmeshedPod })).toEqual(prod)
    expect(said({ by: 'any' }, 'down', { meshed: [] })).toBeTypeOf('string')
    expect(said({ by: 'any' }, 'up', { machine: () => 'WorkloadEntry prod/vm' })).toContain('WorkloadEntry prod/vm')
    expect(said({ by: 'principal', match: { op: 'non-empty' } }, 'up', { machine: () => 'WorkloadEntry prod/vm' })).toContain('`*`')
  })
})

describe('an identity that a gateway of Istio has', () => {
  const facts = { gatewayAccounts: new Set(['prod/web']) }
  const withIngress = (clients: object) => [{ ...clients, ingress: true }]

  test('is the gateways of Cilium as well, where they stand for it', () => {
    expect(said(exact('cluster.local/ns/prod/sa/web'), 'down', facts)).toEqual(withIngress(web[0]!))
    expect(said({ by: 'namespace', glob: 'prod' }, 'up', facts)).toEqual(withIngress(prod[0]!))
    expect(said({ by: 'any' }, 'down', facts)).toEqual(withIngress(prod[0]!))
    expect(said({ by: 'any' }, 'up', facts)).toEqual(withIngress(podIdentities(everyName)))
  })

  test('is not where another account or namespace is meant', () => {
    expect(said(exact('cluster.local/ns/prod/sa/other'), 'down', facts)).toEqual([podIdentities(only('prod'), only('other'))])
    expect(said({ by: 'namespace', glob: 'shop' }, 'up', facts)).toEqual([podIdentities(only('shop'))])
  })
})

describe('an identity is refused', () => {
  const asked: string[] = []
  const stranger = (namespace: string, account?: string) => {
    asked.push(`${namespace}/${account}`)
    return 'Deployment prod/bare'
  }

  test('where it lets in, for pods without a sidecar that have its labels', () => {
    asked.splice(0)
    expect(said(exact('cluster.local/ns/prod/sa/web'), 'down', { unmeshedPod: stranger })).toContain('Deployment prod/bare')
    expect(said({ by: 'namespace', glob: 'prod' }, 'down', { unmeshedPod: stranger })).toContain('Deployment prod/bare')
    expect(said({ by: 'namespace', glob: 'prod' }, 'up', { unmeshedPod: stranger })).toEqual(prod)
    // Where it keeps out, that is said and not refused.
    expect(asked).toEqual(['prod/web', 'prod/undefined', 'prod/undefined'])
  })

  test('where it keeps out, for machines that have the identity and no labels', () => {
    expect(said({ by: 'namespace', glob: 'prod' }, 'up', { machine: stranger })).toContain('Deployment prod/bare')
    expect(said({ by: 'namespace', glob: 'prod' }, 'down', { machine: stranger })).toEqual(prod)
  })
})

describe('an identity that keeps out who has none today', () => {
  const bare = (namespace?: string) => (namespace === undefined || namespace === 'prod' ? 'Deployment prod/bare' : undefined)
  const codes = (match: IdentityMatch, rounding: 'down' | 'up') => {
    const diagnostics: Diagnostic[] = []
    const facts = { ...clear, unmeshedPod: bare } as unknown as Facts
    atomBoxes({ kind: 'identity', match, place }, rounding, {
      facts,
      diagnostics,
      place,
      httpPorts: everyPort,
      paths: 'merged',
      anonymous: false,
    })
    return diagnostics.map(({ code }) => code)
  }

  test('says so, for one namespace and for any', () => {
    expect(codes({ by: 'namespace', glob: 'prod' }, 'up')).toEqual(['US5150'])
    expect(codes({ by: 'any' }, 'up')).toEqual(['US5150'])
    expect(codes({ by: 'namespace', glob: 'shop' }, 'up')).toEqual([])
    expect(codes({ by: 'namespace', glob: 'prod' }, 'down')).toEqual(['US5009'])
  })
})

describe('other conditions', () => {
  const boxesOf = (atom: Atom) => {
    const diagnostics: Diagnostic[] = []
    const boxes = atomBoxes(atom, 'down', {
      facts: clear as unknown as Facts,
      diagnostics,
      place,
      httpPorts: everyPort,
      paths: 'merged',
      anonymous: false,
    })
    return { boxes, refused: diagnostics.map(({ message }) => message).join() }
  }

  test('a port of the pod is every client on it', () => {
    const { boxes, refused } = boxesOf({ kind: 'destination-port', port: 8080, of: 'container', place })
    expect([boxes, refused]).toEqual([
      [{ clients: { ...podIdentities(everyName), ingress: true, others: true }, ports: onePort(8080), requests: everyRequest }],
      '',
    ])
    expect(boxesOf({ kind: 'destination-port', port: 0, of: 'container', place })).toEqual({ boxes: [], refused: '' })
  })

  test('what Cilium does not know of a connection is refused by name', () => {
    const refusals: readonly (readonly [Atom, string])[] = [
      [{ kind: 'destination-port', port: 80, of: 'service', place }, 'destination-port'],
      [{ kind: 'peer-address', range: '10.0.0.0/8', place }, 'address of the peer'],
      [{ kind: 'client-address', range: '10.0.0.0/8', place }, 'address of the original client'],
      [{ kind: 'sni', match: { op: 'present' }, place }, 'server name (SNI)'],
      [{ kind: 'token-claim', path: ['groups'], match: { op: 'present' }, place }, 'token'],
      [{ kind: 'query', name: 'tier', match: { op: 'present' }, place }, 'query'],
    ]
    for (const [atom, name] of refusals) {
      const { boxes, refused } = boxesOf(atom)
      expect(boxes).toEqual([])
      expect(refused).toContain(name)
    }
  })
})
