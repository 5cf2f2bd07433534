import { expect, test } from 'vitest'
import { writeRule } from '../../../../../translators/istio-ambient/emit/authorization/written-rule.ts'
import { termRules } from '../../../../../translators/istio-ambient/migration/policy/terms.ts'
import { meshOf, policy } from '../../translating.ts'

const rules = [
  {
    from: [
      {
        source: {
          principals: ['cluster.local/ns/a/sa/b', 'x*', '*y', '*'],
          notPrincipals: ['cluster.local/ns/a/sa/c'],
          requestPrincipals: ['*', 'https://issuer/*', '*/sub', 'https://issuer/pre*', '*suf/sub', '*suffix', 'pre*', 'iss/sub'],
          namespaces: ['team-*-x', '*', 'a*'],
          ipBlocks: ['10.0.0.0/8'],
          remoteIpBlocks: ['192.0.2.0/24'],
        },
      },
      { source: { serviceAccounts: ['a/b'], notServiceAccounts: ['c/d'] } },
      { source: { trustDomains: ['other'], notTrustDomains: ['*.example'] } },
    ],
    to: [
      {
        operation: {
          hosts: ['a.com', '*.b', 'c*', '*'],
          methods: ['GET', '*'],
          paths: ['/a', '/b*', '*/c', '/d/{*}/e', '*'],
          ports: ['80'],
        },
      },
    ],
    when: [
      { key: 'request.headers[X-Name]', values: ['a*', '*'], notValues: ['ab'] },
      { key: 'source.ip', values: ['10.0.0.1'] },
      { key: 'remote.ip', notValues: ['10.0.0.2'] },
      { key: 'source.namespace', values: ['a'] },
      { key: 'source.principal', values: ['cluster.local/ns/a/sa/b'] },
      { key: 'source.serviceAccount', values: ['a/b'] },
      { key: 'source.trustDomain', values: ['other'] },
      { key: 'request.auth.principal', values: ['iss/sub'] },
      { key: 'request.auth.audiences', values: ['aud'] },
      { key: 'request.auth.presenter', values: ['azp'] },
      { key: 'request.auth.claims[a][b]', values: ['c'] },
      { key: 'destination.ip', values: ['10.1.0.0/16'] },
      { key: 'destination.port', values: ['8080'] },
      { key: 'connection.sni', values: ['*.example.com'] },
      { key: 'experimental.envoy.filters.network.mysql_proxy[db.t]', values: ['[update]'] },
    ],
  },
]

test('a rule that is written from the model reads as the same rule', () => {
  const spec = { selector: { matchLabels: { app: 'x' } }, rules }
  const [before] = meshOf(policy('p', spec)).authorization
  const written = termRules(before!).map((rule) => writeRule(rule.clauses))
  const [after] = meshOf(policy('p', { ...spec, rules: written })).authorization
  const meaning = (value: unknown) => JSON.parse(JSON.stringify(value, (key, part) => (key === 'place' ? undefined : part)))
  expect(meaning(after!.rules)).toEqual(meaning(before!.rules))
})

test('a clause that cannot match takes its rule with it', () => {
  expect(
    termRules({
      rules: [
        { clauses: [{ about: 'source', alternatives: [{ kind: 'any', of: [] }], place: undefined as never }], place: undefined as never },
      ],
    }),
  ).toEqual([])
})
