import { describe, expect, test } from 'vitest'
import type { Atom } from '../../../../../src/model/predicate.ts'
import { atomsOfPolicy } from '../../../../../translators/istio-ambient/migration/policy/terms.ts'
import {
  blindToSource,
  decidedByZtunnel,
  misread,
  respelled,
  seenRule,
  sightOf,
  simpleGlob,
} from '../../../../../translators/istio-ambient/migration/policy/ztunnel-vocabulary.ts'
import { from, policyWith, ruleOf, to, when } from '../../one-policy.ts'

const place = undefined as never

describe('ztunnel sees a rule', () => {
  const seen: readonly object[] = [
    from({ namespaces: ['dev', 'dev*', '*dev', '*'] }),
    from({ principals: ['cluster.local/ns/dev/sa/web', 'cluster.local/*', '*/sa/web', '*'] }),
    from({ serviceAccounts: ['dev/web'] }),
    from({ ipBlocks: ['10.0.0.0/8'], notNamespaces: ['dev'] }),
    from({ trustDomains: ['other'] }),
    from({ trustDomains: ['other'], namespaces: ['dev'], ipBlocks: ['10.0.0.0/8'] }),
    from({ trustDomains: ['other'], notPrincipals: ['cluster.local/ns/dev/sa/web'] }),
    from({ notTrustDomains: ['other'], principals: ['cluster.local/ns/dev/sa/web'] }),
    from({ trustDomains: ['other'] }, { serviceAccounts: ['dev/web'] }),
    to({ ports: ['8080'] }, { notPorts: ['9090'] }),
    when('destination.port', { values: ['8080'] }),
    when('destination.ip', { values: ['10.1.0.0/16'] }),
    when('source.ip', { notValues: ['10.0.0.1'] }),
    when('source.serviceAccount', { values: ['dev/web'] }),
    when('source.trustDomain', { values: ['other'] }),
  ]
  for (const rule of seen) test(JSON.stringify(rule), () => void expect(seenRule(ruleOf(rule))).toBe(true))
})

describe('ztunnel does not see a rule', () => {
  const unseen: readonly object[] = [
    from({ namespaces: ['de*v'] }),
    from({ namespaces: ['dev', '*e*'] }),
    from({ requestPrincipals: ['*'] }),
    from({ remoteIpBlocks: ['10.0.0.0/8'] }),
    from({ namespaces: ['dev'] }, { namespaces: ['dev'], requestPrincipals: ['*'] }),
    from({ trustDomains: ['oth*'] }),
    to({ methods: ['GET'] }),
    to({ paths: ['/x'], ports: ['8080'] }),
    to({ hosts: ['a.example'] }),
    when('request.headers[x-a]', { values: ['1'] }),
    when('connection.sni', { values: ['a.example'] }),
    when('request.auth.claims[a]', { values: ['1'] }),
  ]
  for (const rule of unseen) test(JSON.stringify(rule), () => void expect(seenRule(ruleOf(rule))).toBe(false))

  // `trustDomains` becomes `principals`, and a source has one such list.
  for (const beside of [{ principals: ['cluster.local/ns/dev/sa/web'] }, { principals: ['*'] }, { serviceAccounts: ['dev/web'] }])
    test(`with trust domains beside ${JSON.stringify(beside)}`, () => {
      expect(seenRule(ruleOf(from({ trustDomains: ['other'], ...beside })))).toBe(false)
    })

  test('with trust domains in any form beside service accounts in any form', () => {
    expect(seenRule(ruleOf(from({ notTrustDomains: ['other'], notServiceAccounts: ['dev/web'] })))).toBe(false)
  })
})

test('how one value is taken', () => {
  const identity = (match: unknown) => ({ kind: 'identity', match, place }) as Atom
  const account = identity({ by: 'service-account', namespace: 'dev', name: 'web' })
  const sights: readonly (readonly [Atom, string, string])[] = [
    [identity({ by: 'any' }), 'native', 'native'],
    [identity({ by: 'principal', match: { op: 'exact', value: 'a' } }), 'native', 'native'],
    [identity({ by: 'principal', match: { op: 'regex', value: 'a.*' } }), 'unseen', 'unseen'],
    [identity({ by: 'namespace', glob: 'dev' }), 'native', 'native'],
    [identity({ by: 'namespace', glob: 'd*v' }), 'unseen', 'unseen'],
    [account, 'native', 'respelled'],
    [identity({ by: 'trust-domain', glob: 'other' }), 'respelled', 'respelled'],
    [identity({ by: 'trust-domain', glob: '*' }), 'unseen', 'unseen'],
    [{ kind: 'peer-address', range: '10.0.0.0/8', place }, 'native', 'native'],
    [{ kind: 'destination-port', port: 80, of: 'container', place }, 'native', 'native'],
    [{ kind: 'destination-port', port: 80, of: 'service', place }, 'unseen', 'unseen'],
    [{ kind: 'client-address', range: '10.0.0.0/8', place }, 'unseen', 'unseen'],
  ]
  for (const [atom, inSource, inCondition] of sights)
    expect([sightOf(atom, 'source'), sightOf(atom, 'condition')], JSON.stringify(atom)).toEqual([inSource, inCondition])
})

test('a star is read at one end of a namespace', () => {
  const globs = ['dev', 'dev*', '*dev', '*', 'd*v', '*e*', 'd**']
  expect(globs.filter(simpleGlob)).toEqual(['dev', 'dev*', '*dev', '*'])
})

test('trust domains and stars inside a namespace are dropped without their rule', () => {
  const dropped = (rule: object) => atomsOfPolicy(policyWith([rule])).some(misread)
  expect([{ trustDomains: ['other'] }, { namespaces: ['d*v'] }].map((source) => dropped(from(source)))).toEqual([true, true])
  expect(
    [from({ namespaces: ['d*'] }), from({ principals: ['*'] }), from({ serviceAccounts: ['dev/web'] }), to({ methods: ['GET'] })].map(
      dropped,
    ),
  ).toEqual([...[false, false, false, false]])
})

test('ztunnel alone decides ALLOW and DENY policies of which it sees every rule', () => {
  const seen = from({ namespaces: ['dev'] })
  expect(decidedByZtunnel(policyWith([seen]))).toBe(true)
  expect(decidedByZtunnel(policyWith([seen], { action: 'DENY' }))).toBe(true)
  expect(decidedByZtunnel(policyWith([seen, to({ methods: ['GET'] })]))).toBe(false)
  expect(decidedByZtunnel(policyWith([seen], { action: 'AUDIT' }))).toBe(false)
  expect(decidedByZtunnel({ ...policyWith([seen]), effect: 'external' })).toBe(false)
})

test('a policy that names ports and addresses of the pod alone does not ask who the client is', () => {
  expect(blindToSource(policyWith([to({ ports: ['8080'] }), when('destination.ip', { values: ['10.0.0.0/8'] })]))).toBe(true)
  expect(blindToSource(policyWith([to({ ports: ['8080'] }), from({ namespaces: ['dev'] })]))).toBe(false)
  expect(blindToSource(policyWith([when('source.ip', { values: ['10.0.0.0/8'] })]))).toBe(false)
})

test('what is spelled another way means the same', () => {
  const domain: Atom = { kind: 'identity', match: { by: 'trust-domain', glob: 'other' }, place }
  const account: Atom = { kind: 'identity', match: { by: 'service-account', namespace: 'dev', name: 'web' }, place }
  const namespace: Atom = { kind: 'identity', match: { by: 'namespace', glob: 'dev' }, place }
  const port: Atom = { kind: 'destination-port', port: 80, of: 'container', place }
  expect(respelled(domain, 'source')).toMatchObject({ match: { by: 'principal', match: { op: 'prefix', value: 'other/' } } })
  expect(respelled(account, 'condition')).toMatchObject({ match: { by: 'principal', match: { op: 'suffix', value: '/ns/dev/sa/web' } } })
  for (const same of [account, namespace, port]) expect(respelled(same, 'source')).toBe(same)
  for (const same of [namespace, port]) expect(respelled(same, 'condition')).toBe(same)
})
