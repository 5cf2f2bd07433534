import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../../../../src/model/dialect.ts'
import {
  canMatch,
  exempt,
  leftoverRules,
  waypointAtom,
  ztunnelRules,
} from '../../../../../translators/istio-ambient/emit/authorization/ztunnel-rules.ts'
import type { WaypointRef } from '../../../../../translators/istio-ambient/migration/migration.ts'
import { from, policyWith, ruleOf, spelled, to, when } from '../../one-policy.ts'

const waypointIn = (namespace: string): WaypointRef => ({
  name: 'waypoint',
  namespace,
  principal: `cluster.local/ns/${namespace}/sa/waypoint`,
  serviceAccount: 'waypoint',
  isNew: true,
})
const waypoint = waypointIn('prod')
const { place } = policyWith([])
const options = (istio: string) => ({ ...defaultOptions, versions: { ...defaultOptions.versions, istio } })

describe('a connection of the waypoint could match', () => {
  const matching: readonly object[] = [
    to({ ports: ['8080'] }),
    from({ principals: ['cluster.local/ns/prod/sa/waypoint'] }),
    from({ principals: ['cluster.local/ns/prod/*'] }),
    from({ principals: ['*/sa/waypoint'] }),
    from({ principals: ['*'] }),
    from({ principals: ['cluster.local/ns/dev/sa/web', 'cluster.local/ns/prod/sa/waypoint'] }),
    from({ namespaces: ['prod'] }),
    from({ namespaces: ['dev', 'pr*'] }),
    from({ namespaces: ['p*d'] }),
    from({ serviceAccounts: ['prod/waypoint'] }),
    from({ notPrincipals: ['cluster.local/ns/dev/sa/web'] }),
    from({ notNamespaces: ['dev'] }),
    from({ ipBlocks: ['10.0.0.0/8'] }),
    from({ notIpBlocks: ['10.0.0.0/8'] }),
    from({ trustDomains: ['other'] }),
    from({ notTrustDomains: ['cluster.local'] }),
    from({ namespaces: ['dev'] }, { namespaces: ['prod'] }),
    when('source.namespace', { values: ['prod'] }),
    when('destination.port', { values: ['8080'] }),
  ]
  for (const rule of matching) test(JSON.stringify(rule), () => void expect(canMatch(ruleOf(rule), waypoint)).toBe(true))

  test('a regular expression, which is not read', () => {
    const match = { by: 'principal', match: { op: 'regex', value: 'x' } } as const
    const atoms = [{ kind: 'identity', match, place: undefined as never } as const]
    const clauses = [{ about: 'source', alternatives: [[{ negated: false, atoms }]] }] as const
    expect(canMatch({ clauses }, waypoint)).toBe(true)
    expect(canMatch({ clauses: [{ about: 'source', alternatives: [[{ negated: true, atoms }]] }] }, waypoint)).toBe(true)
  })
})

describe('no connection of the waypoint can match', () => {
  const others: readonly object[] = [
    from({ principals: ['cluster.local/ns/dev/sa/web'] }),
    from({ principals: ['cluster.local/ns/dev/*'] }),
    from({ principals: ['*/sa/web'] }),
    from({ namespaces: ['dev'] }),
    from({ namespaces: ['pr.d'] }),
    from({ namespaces: ['rod'] }),
    from({ namespaces: ['pro'] }),
    from({ serviceAccounts: ['prod/web'] }),
    from({ serviceAccounts: ['dev/waypoint'] }),
    from({ notPrincipals: ['*'] }),
    from({ notNamespaces: ['dev', 'prod'] }),
    from({ notServiceAccounts: ['prod/waypoint'] }),
    from({ namespaces: ['prod'], notPrincipals: ['cluster.local/ns/prod/sa/waypoint'] }),
    from({ namespaces: ['dev'] }, { namespaces: ['test'] }),
    when('source.namespace', { values: ['dev'] }),
    { ...from({ namespaces: ['prod'] }), ...when('source.principal', { notValues: ['*'] }) },
  ]
  for (const rule of others) test(JSON.stringify(rule), () => void expect(canMatch(ruleOf(rule), waypoint)).toBe(false))
})

describe('a denial leaves out what comes through a waypoint', () => {
  const exempted = (rule: object, istio = '1.30', ...waypoints: readonly WaypointRef[]) =>
    spelled(exempt(ruleOf(rule), place, waypoints.length === 0 ? [waypoint] : waypoints, options(istio)))

  test('by its service account where nothing else is said of identities', () => {
    expect(exempted(to({ ports: ['8080'] }))).toEqual({ ...from({ notServiceAccounts: ['prod/waypoint'] }), ...to({ ports: ['8080'] }) })
    expect(exempted(from({ ipBlocks: ['10.0.0.0/8'] }))).toEqual(from({ notServiceAccounts: ['prod/waypoint'], ipBlocks: ['10.0.0.0/8'] }))
  })

  test('by its principal before Istio 1.25, which does not read service accounts', () => {
    expect(exempted(to({ ports: ['8080'] }), '1.24')).toMatchObject(from({ notPrincipals: [waypoint.principal] }))
    expect(exempted(to({ ports: ['8080'] }), '1.25')).toMatchObject(from({ notServiceAccounts: ['prod/waypoint'] }))
  })

  test('in the spelling of the source, which may not mix the two', () => {
    expect(exempted(from({ namespaces: ['prod'] }))).toEqual(from({ notPrincipals: [waypoint.principal], namespaces: ['prod'] }))
    const accounts = ['prod/waypoint', 'prod/web']
    expect(exempted(from({ serviceAccounts: accounts }), '1.24')).toEqual(
      from({ serviceAccounts: accounts, notServiceAccounts: ['prod/waypoint'] }),
    )
  })

  test('only in the alternatives that it could match', () => {
    expect(exempted(from({ namespaces: ['dev'] }, { namespaces: ['prod'] }))).toEqual(
      from({ namespaces: ['dev'] }, { notPrincipals: [waypoint.principal], namespaces: ['prod'] }),
    )
  })

  test('only for the waypoints that could match, in each alternative', () => {
    const other = waypointIn('test')
    expect(exempted(from({ namespaces: ['prod'] }, { namespaces: ['test', 'prod'] }), '1.30', waypoint, other, waypointIn('dev'))).toEqual(
      from(
        { notPrincipals: [waypoint.principal], namespaces: ['prod'] },
        { notPrincipals: [waypoint.principal, other.principal], namespaces: ['test', 'prod'] },
      ),
    )
    expect(exempted(from({ namespaces: ['prod'] }), '1.30', other, waypoint)).toEqual(
      from({ notPrincipals: [waypoint.principal], namespaces: ['prod'] }),
    )
  })

  test('conditions stay beside it', () => {
    const condition = when('destination.port', { values: ['8080'] })
    expect(exempted({ ...from({ namespaces: ['prod'] }), ...condition })).toEqual({
      ...from({ notPrincipals: [waypoint.principal], namespaces: ['prod'] }),
      ...condition,
    })
  })

  test('and stays as it is where no waypoint could match', () => {
    const rule = ruleOf(from({ namespaces: ['dev'] }))
    expect(exempt(rule, place, [waypoint], options('1.30'))).toBe(rule)
  })

  test('the identity of a waypoint is that of its service account', () => {
    expect(waypointAtom(waypoint, true, place)).toMatchObject({
      place,
      match: { by: 'service-account', namespace: 'prod', name: 'waypoint' },
    })
    expect(waypointAtom(waypoint, false, place)).toMatchObject({
      place,
      match: { by: 'principal', match: { op: 'exact', value: waypoint.principal } },
    })
  })
})

describe('what ztunnel makes of a denial that it cannot read as a whole', () => {
  const leftover = (...rules: readonly object[]) => leftoverRules(policyWith(rules, { action: 'DENY' })).map(spelled)

  test('a rule whose clause has nothing left never fires', () => {
    expect(leftover({ ...from({ namespaces: ['dev'] }), ...to({ methods: ['GET'] }) }, from({ namespaces: ['dev'] }))).toEqual([
      from({ namespaces: ['dev'] }),
    ])
  })

  test('an alternative with nothing left is gone, and the others hold', () => {
    expect(leftover(from({ requestPrincipals: ['*'] }, { namespaces: ['dev'] }))).toEqual([from({ namespaces: ['dev'] })])
  })

  test('a field with one value that is not read is gone, and what stands beside it holds', () => {
    expect(leftover(from({ namespaces: ['dev', 'd*v'], ipBlocks: ['10.0.0.0/8'] }))).toEqual([from({ ipBlocks: ['10.0.0.0/8'] })])
    expect(leftover(from({ trustDomains: ['other'], namespaces: ['dev'] }))).toEqual([from({ namespaces: ['dev'] })])
  })
})

describe('what can be left to ztunnel', () => {
  const written = (action: string, ...rules: readonly object[]) => ztunnelRules(policyWith(rules, { action })).map(spelled)

  test('of an ALLOW policy the rules that it sees, and no part of the others', () => {
    const partly = { ...from({ namespaces: ['dev'] }), ...to({ methods: ['GET'] }) }
    expect(written('ALLOW', partly, from({ namespaces: ['test'] }))).toEqual([from({ namespaces: ['test'] })])
  })

  test('of a DENY policy every rule, without the conditions that it does not see', () => {
    const partly = { ...from({ namespaces: ['dev'] }), ...to({ methods: ['GET'] }) }
    expect(written('DENY', partly, to({ methods: ['GET'] }, { ports: ['8080'] }))).toEqual([from({ namespaces: ['dev'] }), {}])
    expect(written('DENY', from({ trustDomains: ['other'] }))).toEqual([from({ principals: ['other/*'] })])
  })
})
