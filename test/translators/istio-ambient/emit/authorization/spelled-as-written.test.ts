import { describe, expect, test } from 'vitest'
import type { Atom } from '../../../../../src/model/predicate.ts'
import { writeRule } from '../../../../../translators/istio-ambient/emit/authorization/written-rule.ts'
import { type Term, termRules } from '../../../../../translators/istio-ambient/migration/policy/terms.ts'
import { textOf } from '../../../../../translators/istio-ambient/migration/policy/value-text.ts'
import { from, ruleOf, spelled, to, when } from '../../one-policy.ts'

const place = undefined as never
const term = (atom: object, negated = false): Term => ({ negated, atoms: [{ ...atom, place } as unknown as Atom] })
const dev = term({ kind: 'identity', match: { by: 'namespace', glob: 'dev' } })
const account = term({ kind: 'identity', match: { by: 'service-account', namespace: 'dev', name: 'web' } })

describe('a rule that nothing changed is spelled as it was written', () => {
  const rules: readonly object[] = [
    from({ principals: ['a', 'b*', '*c', '*'], notPrincipals: ['d'] }),
    from({ serviceAccounts: ['dev/web'] }, { trustDomains: ['other'], notTrustDomains: ['*.example'] }),
    from({ requestPrincipals: ['*', 'https://issuer/*', '*/sub', '*suffix', 'pre*', 'iss/sub', '*x/y', 'a/b*'] }),
    from({ ipBlocks: ['10.0.0.0/8'], remoteIpBlocks: ['192.0.2.0/24'], notNamespaces: ['dev'] }),
    to({ hosts: ['a.example'], ports: ['80'], notMethods: ['GET'], paths: ['/a', '/b*', '*/c', '/d/{*}/e'] }),
    when('request.auth.audiences', { values: ['a'] }),
    when('request.auth.presenter', { values: ['a'] }),
    when('request.auth.claims[iss]', { values: ['a'] }),
    when('request.auth.claims[aud][x]', { values: ['a'] }),
    when('request.auth.claims[azp][x]', { notValues: ['a'] }),
    when('request.auth.principal', { values: ['iss/sub'] }),
    when('request.headers[x-a]', { values: ['a', 'b*'], notValues: ['bc'] }),
    when('source.ip', { values: ['10.0.0.1'] }),
    when('remote.ip', { notValues: ['10.0.0.1'] }),
    when('source.namespace', { values: ['dev'] }),
    when('source.principal', { values: ['*'] }),
    when('source.principal', { values: ['cluster.local/ns/dev/sa/web'] }),
    when('source.serviceAccount', { values: ['dev/web'] }),
    when('source.trustDomain', { values: ['other'] }),
    when('destination.ip', { values: ['10.1.0.0/16'] }),
    when('destination.port', { values: ['8080'] }),
    when('connection.sni', { values: ['*.example.com'] }),
    when('experimental.envoy.filters.network.mysql_proxy[db.t]', { values: ['[update]', 'x'] }),
    { ...from({ namespaces: ['dev'] }), ...to({ ports: ['80'] }), ...when('source.ip', { values: ['10.0.0.1'] }) },
  ]
  for (const rule of rules) test(JSON.stringify(rule).slice(0, 100), () => void expect(spelled(ruleOf(rule))).toEqual(rule))
})

describe('what must hold together is never put where alternatives are', () => {
  test('two clauses in one list', () => {
    const clause = (about: 'source' | 'operation', ...terms: readonly Term[]) => ({ about, alternatives: [terms] })
    const port = term({ kind: 'destination-port', port: 80, of: 'container' })
    expect(() => writeRule([clause('source', dev), clause('source', account)])).toThrow('two clauses cannot be one list')
    expect(() => writeRule([clause('operation', port), clause('operation', port)])).toThrow('two clauses cannot be one list')
    expect(writeRule([clause('source', dev), clause('operation', port)])).toEqual({
      ...from({ namespaces: ['dev'] }),
      ...to({ ports: ['80'] }),
    })
  })

  test('two conditions on one field', () => {
    const write = (...terms: readonly Term[]) => writeRule([{ about: 'source', alternatives: [terms] }])
    const test2 = term({ kind: 'identity', match: { by: 'namespace', glob: 'test' } })
    expect(() => write(dev, test2)).toThrow('two conditions on namespaces cannot be one')
    expect(write({ ...dev, negated: true }, { ...test2, negated: true })).toEqual(from({ notNamespaces: ['dev', 'test'] }))
    expect(write(dev, account)).toEqual(from({ namespaces: ['dev'], serviceAccounts: ['dev/web'] }))
  })

  test('what policies have no words for', () => {
    expect(() => writeRule([{ about: 'source', alternatives: [[term({ kind: 'scheme', match: { op: 'present' } })]] }])).toThrow('scheme')
    expect(() => writeRule([{ about: 'condition', alternatives: [[term({ kind: 'scheme', match: { op: 'present' } })]] }])).toThrow(
      'scheme',
    )
    expect(() => textOf({ kind: 'method', match: { op: 'regex', value: 'a' }, place })).toThrow('policies have no regex values')
  })
})

test('a condition that nothing is left of restricts nothing', () => {
  expect(writeRule([{ about: 'condition', alternatives: [[]] }])).toEqual({})
  expect(writeRule([{ about: 'condition', alternatives: [[], [dev]] }])).toEqual({})
})

describe('the fields of a rule', () => {
  const rules = (...of: readonly object[]) =>
    termRules({ rules: [{ clauses: [{ about: 'source', alternatives: of, place }], place }] as never })
  const atom = { kind: 'identity', match: { by: 'namespace', glob: 'dev' }, place }
  const nothing = { kind: 'any', of: [] }

  test('an alternative that never holds is gone, and with the last one its rule', () => {
    expect(rules(nothing, atom)[0]?.clauses[0]?.alternatives).toEqual([[{ negated: false, atoms: [atom] }]])
    expect(rules(nothing)).toEqual([])
    expect(rules({ kind: 'all', of: [atom, nothing] })).toEqual([])
  })

  test('what excludes nothing is no field', () => {
    expect(rules({ kind: 'all', of: [atom, { kind: 'not', of: nothing }] })[0]?.clauses[0]?.alternatives).toEqual([
      [{ negated: false, atoms: [atom] }],
    ])
  })

  test('what holds inside of what holds is a field beside it', () => {
    const port = { kind: 'destination-port', port: 80, of: 'container', place }
    const nested = { kind: 'all', of: [atom, { kind: 'all', of: [port, { kind: 'not', of: { kind: 'any', of: [atom, port] } }] }] }
    expect(rules(nested)[0]?.clauses[0]?.alternatives).toEqual([
      [
        { negated: false, atoms: [atom] },
        { negated: false, atoms: [port] },
        { negated: true, atoms: [atom, port] },
      ],
    ])
  })

  test('anything but a list of values is an internal fault', () => {
    for (const part of [
      { kind: 'any', of: [atom, { kind: 'all', of: [atom, atom] }] },
      { kind: 'any', of: [atom, { kind: 'not', of: atom }] },
    ])
      expect(() => rules(part)).toThrow('an authorization field is a list of values')
  })
})
