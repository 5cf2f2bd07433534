import { expect, test } from 'vitest'
import { conditionKeys } from '../../../../../translators/istio/condition-keys.ts'
import fc from '../../../../fast-check.ts'
import { meaning } from '../../../reading.ts'
import { ruleOf, spelled } from '../../one-policy.ts'

const names = fc.uniqueArray(fc.constantFrom('a', 'b*', '*c', '*', 'dev/web', 'x/y*', '*/z'), { minLength: 1, maxLength: 3 })
const tokenPrincipals = fc.uniqueArray(fc.constantFrom('iss/sub', '*', 'https://issuer/*', '*/sub', 'iss*', '*sub'), {
  minLength: 1,
  maxLength: 3,
})
const addresses = fc.uniqueArray(fc.constantFrom('10.0.0.1', '10.0.0.0/8', '2001:db8::/32'), { minLength: 1, maxLength: 2 })
const ports = fc.uniqueArray(fc.constantFrom('80', '8080'), { minLength: 1, maxLength: 2 })
const accounts = fc.uniqueArray(fc.constantFrom('dev/web', 'prod/api'), { minLength: 1, maxLength: 2 })
const namespaces = fc.uniqueArray(fc.constantFrom('dev', 'prod-*', '*-ci', '*'), { minLength: 1, maxLength: 2 })

/** Values that a condition on a subject may have. */
function valuesOf(key: string): fc.Arbitrary<string[]> {
  if (key.endsWith('.ip')) return addresses
  if (key === 'destination.port') return ports
  if (key === 'source.serviceAccount') return accounts
  if (key === 'request.auth.principal') return tokenPrincipals
  return key === 'source.namespace' ? namespaces : names
}

const keys = [
  ...Object.keys(conditionKeys),
  'request.headers[x-env]',
  'request.headers[:authority]',
  'request.auth.claims[iss]',
  'request.auth.claims[aud][0]',
  'request.auth.claims[realm][roles]',
  'experimental.envoy.filters.network.mysql_proxy[db.t]',
]

/** Some of the fields, at least one, each with its values. */
function someOf(fields: Readonly<Record<string, fc.Arbitrary<string[]>>>): fc.Arbitrary<object> {
  return fc.record(fields, { requiredKeys: [] }).filter((record) => Object.keys(record).length > 0)
}

const source = someOf({
  principals: names,
  notPrincipals: names,
  requestPrincipals: tokenPrincipals,
  notRequestPrincipals: tokenPrincipals,
  namespaces,
  notNamespaces: namespaces,
  ipBlocks: addresses,
  notIpBlocks: addresses,
  remoteIpBlocks: addresses,
  notRemoteIpBlocks: addresses,
})
const operation = someOf({
  hosts: names,
  notHosts: names,
  ports,
  notPorts: ports,
  methods: fc.constant(['GET', 'PUT']),
  notMethods: fc.constant(['DELETE']),
  paths: fc.constantFrom(['/a'], ['/b*', '*/c'], ['/d/{*}/e']),
  notPaths: fc.constant(['/f*']),
})
const condition = fc
  .constantFrom(...keys)
  .chain((key) => someOf({ values: valuesOf(key), notValues: valuesOf(key) }).map((values) => ({ key, ...values })))

const rule = someRule()

function someRule(): fc.Arbitrary<object> {
  const parts = {
    from: fc.array(
      source.map((one) => ({ source: one })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      operation.map((one) => ({ operation: one })),
      { minLength: 1, maxLength: 2 },
    ),
    when: fc.array(condition, { minLength: 1, maxLength: 2 }),
  }
  return fc.record(parts, { requiredKeys: [] }).filter((record) => Object.keys(record).length > 0)
}

/** A rule as the emitters see it, without what it was read from. */
const clausesOf = (written: object): unknown => meaning(ruleOf(written).clauses.map(({ about, alternatives }) => ({ about, alternatives })))

test('a rule that is written means, read again, what it meant', () => {
  fc.assert(
    fc.property(rule, (written) => {
      expect(clausesOf(spelled(ruleOf(written)))).toEqual(clausesOf(written))
    }),
    { numRuns: 60 },
  )
})

test.each(keys)('a condition on %s is written under its key', (key) => {
  fc.assert(
    fc.property(valuesOf(key), (values) => {
      expect(spelled(ruleOf({ when: [{ key, values }] }))).toEqual({ when: [{ key, values }] })
    }),
    { numRuns: 8 },
  )
})
