import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.ts'
import { readManifests } from '../../src/translate.ts'
import { casesIn, filesOf } from '../verify/traps/trap-case.ts'

const cases = casesIn(readFileSync(new URL('../verify/traps/connections.yaml', import.meta.url), 'utf8'))

/** What becomes of a request of prod/web to prod/cart in the scene of a trap. */
function asked(says: string, side: 'before' | 'after', workload = 'web', port = 80): string {
  const one = cases.find((candidate) => candidate.says === says)!
  const { mesh } = readManifests(filesOf(one, side))
  const namespace = workload === 'job' ? 'dev' : 'prod'
  const decision = decide(mesh, {
    client: { kind: 'workload', namespace, name: workload },
    address:
      port === 80 ? { kind: 'service', namespace: 'prod', name: 'cart', port } : { kind: 'pod', namespace: 'prod', workload: 'cart', port },
    protocol: 'http',
    http: { method: 'POST', target: '/', authority: 'cart.prod.svc.cluster.local', headers: {}, token: { kind: 'none' } },
  })
  return `${decision.verdict}${decision.needs === undefined ? '' : `: ${decision.needs}`}`
}

describe('connections that go round the sidecar of their client', () => {
  test.each([
    ["a port that the client's sidecar does not carry", 'denied'],
    ['another port than the one that the sidecar does not carry', 'allowed'],
    ['a sidecar that carries nothing', 'denied'],
    ['a sidecar that carries nothing but one port', 'allowed'],
    ['ranges, whose addresses are not in the input', 'undetermined: which connections of prod/web bypass its sidecar'],
    ['link-local addresses are those of no pod', 'allowed'],
    ['no interception at the client', 'undetermined: which connections of prod/web bypass its sidecar'],
  ])('%s: %s', (says, verdict) => expect(asked(says, 'before')).toBe(verdict))

  test('are carried by ztunnel', () => expect(asked("a port that the client's sidecar does not carry", 'after')).toBe('allowed'))
})

describe('TLS that a client originates', () => {
  test.each([
    ['without auto mTLS sidecars send plaintext', 'denied'],
    ['without auto mTLS a DestinationRule asks for it', 'allowed'],
    ['TLS off for all hosts from the root namespace', 'denied'],
    ['a rule for the very host comes before the one for all', 'allowed'],
    ['TLS off for the subset of the route', 'denied'],
    ['the subset asks for mTLS that the host switches off', 'allowed'],
    ['settings of a port leave nothing of those of the host', 'allowed'],
    ["TLS that is not the mesh's shows no identity of the mesh", 'denied'],
    [
      'TLS of its own may have been refused',
      "undetermined: what pods make of TLS that is not the mesh's, where a DestinationRule has `tls.mode: SIMPLE` or `MUTUAL`",
    ],
  ])('%s: %s', (says, verdict) => expect(asked(says, 'before')).toBe(verdict))

  test('is what DestinationRules of its namespace say', () => {
    expect(asked('TLS off for clients of one namespace only', 'before', 'job')).toBe('denied')
    expect(asked('TLS off for clients of one namespace only', 'before', 'web')).toBe('allowed')
  })
})

describe('ports that a Sidecar declares', () => {
  test('are read as it says, not as Services do', () =>
    expect(asked('the Sidecar declared TCP what the Service declares HTTP, so that every request was denied', 'before')).toBe('denied'))

  test('may lead elsewhere', () =>
    expect(asked('a port that only a Sidecar maps vanishes', 'before', 'web', 9080)).toBe(
      'undetermined: what port 9080 of prod/cart is without the listener of its Sidecar (endpoint 127.0.0.1:8080)',
    ))
})
