import { describe, expect, test } from 'vitest'
import { externalAuthorization, proxyAuthorization, type RuleDecision } from '../../../src/decide/rules/proxy-authorization.ts'
import { pathText } from '../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { all, always, any, never, not, type Predicate } from '../../../src/model/predicate.ts'
import { defaultSettings, type ExternalAuthorizer, type MeshSettings } from '../../../src/model/settings.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { clause, policy, rule } from './policies.ts'
import { atom, placeAt, view } from './seen.ts'

/** A decision as one line: what it is, by which places, and what is missing. */
function line({ allowed, reason, because, needs }: RuleDecision): string {
  const said = allowed === 'unknown' ? 'unknown' : allowed ? 'allowed' : 'denied'
  return `${said}: ${reason} [${because.map(({ path }) => pathText(path)).join(' ')}]${needs === undefined ? '' : ` needs ${needs}`}`
}

const maybe = atom({ kind: 'metadata', filter: 'f', key: 'k', match: { op: 'present' } })
const another = atom({ kind: 'client-namespace', namespace: 'shop' })
const get = atom({ kind: 'method', match: { op: 'exact', value: 'GET' } })
const port = atom({ kind: 'destination-port', port: 8080, of: 'container' })
const otherPort = atom({ kind: 'destination-port', port: 9090, of: 'container' })
const needs = 'what other filters of the proxy set'

const on = (name: string, predicate: Predicate) => rule(`${name}-rule`, clause('condition', predicate))
const allow = (name: string, ...of: Predicate[]) =>
  policy(
    name,
    'allow',
    of.map((predicate) => on(name, predicate)),
  )
const deny = (name: string, ...of: Predicate[]) =>
  policy(
    name,
    'deny',
    of.map((predicate) => on(name, predicate)),
  )
const dry = (one: AuthorizationPolicy): AuthorizationPolicy => ({ ...one, dryRun: true })

// istio:pilot/pkg/security/authz/builder/builder.go: DENY comes before ALLOW, and an ALLOW policy denies what it does not name.
describe('ALLOW and DENY', () => {
  const none = 'allowed: no policy denies and none only allows []'
  test.each<[says: string, policies: readonly AuthorizationPolicy[], decided: string]>([
    ['without policies everything is allowed', [], none],
    ['a DENY rule that matches', [deny('d', never, always), allow('a', always)], 'denied: denied by shop/d [d-rule]'],
    ['a DENY rule that does not', [deny('d', never)], none],
    ['an ALLOW rule that matches', [allow('a', never, always)], 'allowed: allowed by shop/a [a-rule]'],
    ['an ALLOW policy without a rule that matches', [allow('a', never), allow('b')], 'denied: no ALLOW rule matches [a b]'],
    ['another ALLOW policy', [allow('a', never), allow('b', always)], 'allowed: allowed by shop/b [b-rule]'],
    ['a DENY that may match', [deny('d', maybe)], `unknown: shop/d may deny [d-rule] needs ${needs}`],
    ['beside an ALLOW that matches', [deny('d', maybe), allow('a', always)], `unknown: shop/d may deny [d-rule] needs ${needs}`],
    ['beside an ALLOW that does not', [deny('d', maybe), allow('a', never)], 'denied: no ALLOW rule matches [a]'],
    ['beside a DENY that matches', [deny('d', maybe), deny('e', always)], 'denied: denied by shop/e [e-rule]'],
    ['an ALLOW that may match', [allow('a', maybe)], `unknown: shop/a may allow [a-rule] needs ${needs}`],
    ['beside an ALLOW that matches', [allow('a', maybe), allow('b', always)], 'allowed: allowed by shop/b [b-rule]'],
    ['the first of two doubts about DENY', [deny('d', maybe), deny('e', another)], `unknown: shop/d may deny [d-rule] needs ${needs}`],
    ['the first of two doubts about ALLOW', [allow('a', maybe), allow('b', another)], `unknown: shop/a may allow [a-rule] needs ${needs}`],
    ['the first of two rules that may match', [deny('d', maybe, another)], `unknown: shop/d may deny [d-rule] needs ${needs}`],
    ['a rule that may match and one that does', [deny('d', maybe, always)], 'denied: denied by shop/d [d-rule]'],
    ['dry runs only log', [dry(deny('d', always)), dry(allow('a', never))], none],
    [
      'AUDIT and CUSTOM neither allow nor deny here',
      [policy('l', 'audit', [on('l', always)]), policy('c', 'external', [on('c', always)])],
      none,
    ],
  ])('%s', (_, policies, decided) => expect(line(proxyAuthorization(policies, view()))).toBe(decided))

  test('the doubt of a rule is that of its conditions', () => {
    expect(proxyAuthorization([deny('d', another)], view()).needs).toBe('the namespace of the client')
  })
})

// istio:pilot/pkg/security/authz/model/model.go: an ALLOW rule with HTTP is left out, in other rules the HTTP conditions are.
describe('on a TCP filter chain', () => {
  const decided = (one: AuthorizationPolicy): boolean | 'unknown' => proxyAuthorization([one], view({ http: undefined })).allowed
  test.each<[says: string, predicate: Predicate, allows: Truth, denies: Truth]>([
    ['a condition of the connection', port, true, true],
    ['one that does not hold', otherPort, false, false],
    ['a condition of HTTP', get, false, true],
    ['both', all([port, get]), false, true],
    ['both, where that of the connection does not hold', all([otherPort, get]), false, false],
    ['either', any([otherPort, get]), false, true],
    ['one of two ports', any([otherPort, port]), true, true],
    ['none of two ports', any([otherPort, otherPort]), false, false],
    ['not HTTP', not(get), false, true],
    ['not the port', not(port), false, false],
    ['not another port', not(otherPort), true, true],
    ['not both', not(all([port, get])), false, false],
    ['not several of HTTP', not(all([get, get])), false, true],
    ['nothing', always, true, true],
    ['never', never, false, false],
    ['never, beside HTTP', all([never, get]), false, false],
    ['HTTP in all of its parts', all([get, not(get)]), false, true],
    ['in the parts of an alternative', any([all([otherPort, get]), otherPort]), false, false],
  ])('%s', (_, predicate, allows, denies) => {
    expect([decided(allow('a', predicate)), decided(deny('d', predicate))]).toEqual([allows, denies !== true])
  })

  test('the clauses of a rule lose their conditions each for itself', () => {
    const two = (...ports: readonly Predicate[]) => policy('d', 'deny', [rule('r', clause('source', ...ports), clause('operation', get))])
    expect([decided(two(port)), decided(two(otherPort)), decided(two(otherPort, port))]).toEqual([false, true, false])
  })
})

const authorizer: ExternalAuthorizer = {
  name: 'guard',
  protocol: 'grpc',
  service: 'guard.shop.svc.cluster.local',
  port: 9000,
  failOpen: false,
  place: placeAt('guard'),
}
const guarded: MeshSettings = { ...defaultSettings, externalAuthorizers: [authorizer, { ...authorizer, name: 'web', protocol: 'http' }] }
const custom = (provider: string, ...of: Predicate[]) =>
  policy(
    `by-${provider}`,
    'external',
    of.map((predicate) => on(provider, predicate)),
    { provider },
  )

describe('CUSTOM (istio:pilot/pkg/security/authz/builder/builder.go)', () => {
  const nobody = 'allowed: no external authorizer denies []'
  const unusable = 'denied: the external authorizer cannot be used'
  const asked = (rules: string) => `unknown: an external authorizer is asked [${rules}] needs what the external authorizer answers`
  const several = { ...guarded, flags: { PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: 'true' } }
  const configured = { ...defaultSettings, places: { trustDomain: placeAt('trustDomain') } }
  const partly = { ...defaultSettings, unmodelled: [placeAt('other')] }

  test.each<[says: string, policies: readonly AuthorizationPolicy[], settings: MeshSettings, answer: Truth, decided: string]>([
    ['no policy', [], guarded, false, nobody],
    [
      'a rule that matches, and the authorizer denies',
      [custom('guard', always)],
      guarded,
      false,
      'denied: the external authorizer denies [guard-rule]',
    ],
    ['and it allows', [custom('guard', always)], guarded, true, nobody],
    ['and its answer is not known', [custom('guard', always)], guarded, 'unknown', asked('guard-rule')],
    ['a rule that does not match', [custom('guard', never)], guarded, false, nobody],
    ['a rule that may match, and the authorizer denies', [custom('guard', maybe)], guarded, false, asked('guard-rule')],
    ['a rule that may match, and the authorizer allows', [custom('guard', maybe)], guarded, true, nobody],
    ['a dry run', [dry(custom('guard', always))], guarded, false, nobody],
    ['other policies', [deny('d', always), allow('a', never)], guarded, false, nobody],
    ['a provider that the mesh configuration does not have', [custom('gone', always)], configured, true, `${unusable} [gone-rule]`],
    ['nor a configuration that is not all read', [custom('gone', always)], partly, true, `${unusable} [gone-rule]`],
    ['and it may match', [custom('gone', maybe)], configured, true, asked('gone-rule')],
    ['without a mesh configuration the authorizer is asked', [custom('gone', always)], defaultSettings, true, nobody],
    ['several providers on one proxy', [custom('guard', never), custom('web', always)], guarded, true, `${unusable} [web-rule]`],
    ['several providers, where istiod allows them', [custom('guard', never), custom('web', always)], several, true, nobody],
    [
      'and one of them denies',
      [custom('guard', never), custom('web', always)],
      several,
      false,
      'denied: the external authorizer denies [web-rule]',
    ],
    ['several policies with one provider', [custom('guard', never), custom('guard', always)], guarded, true, nobody],
    [
      'a policy that may match before one that does',
      [custom('guard', maybe), custom('guard', always)],
      guarded,
      false,
      'denied: the external authorizer denies [guard-rule]',
    ],
    ['the first of two doubts', [custom('guard', maybe), custom('guard', another, maybe)], guarded, 'unknown', asked('guard-rule')],
  ])('%s', (_, policies, settings, answer, decided) => {
    expect(line(externalAuthorization(policies, view(), settings, answer))).toBe(decided)
  })

  test('an authorizer that speaks HTTP is not asked on a TCP filter chain', () => {
    const tcp = view({ http: undefined })
    const both = [custom('web', always), custom('guard', never)]
    expect(externalAuthorization([custom('web', always)], tcp, guarded, false).allowed).toBe(true)
    expect(externalAuthorization([custom('guard', always)], tcp, guarded, false).allowed).toBe(false)
    expect(externalAuthorization([custom('web', always)], view(), guarded, false).allowed).toBe(false)
    expect(externalAuthorization(both, tcp, guarded, true).allowed).toBe(false)
    expect(externalAuthorization([custom('web', always), custom('guard', always)], tcp, several, false).allowed).toBe(false)
  })
})
