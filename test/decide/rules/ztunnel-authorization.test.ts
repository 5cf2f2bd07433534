import { describe, expect, test } from 'vitest'
import { ztunnelAuthorization } from '../../../src/decide/rules/ztunnel-authorization.ts'
import type { AuthorizationPolicy, AuthorizationRule, Clause } from '../../../src/model/authorization.ts'
import { all, always, any, type IdentityMatch, not, type Predicate } from '../../../src/model/predicate.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { clause, policy, rule } from './policies.ts'
import { atom, placeAt, view } from './seen.ts'

const port = atom({ kind: 'destination-port', port: 8080, of: 'container' })
const otherPort = atom({ kind: 'destination-port', port: 9090, of: 'container' })
const get = atom({ kind: 'method', match: { op: 'exact', value: 'GET' } })
const peer = atom({ kind: 'peer-address', range: '10.1.0.0/16' })
const client = atom({ kind: 'client-address', range: '0.0.0.0/0' })
const destination = atom({ kind: 'destination-address', range: '10.1.0.9/32' })
const sni = atom({ kind: 'sni', match: { op: 'present' } })
const identity = (match: IdentityMatch) => atom({ kind: 'identity', match })
const till = identity({ by: 'service-account', namespace: 'shop', name: 'till' })
const nowhere = identity({ by: 'trust-domain', glob: 'nowhere' })

const seen = view({ http: undefined })
const doubtful = view({ http: undefined, peerAddress: 'unknown' })

const allows = (...clauses: Clause[]): Truth => ztunnelAuthorization([policy('a', 'allow', [rule('r', ...clauses)])], seen).allowed
const denies = (...clauses: Clause[]): boolean =>
  ztunnelAuthorization([policy('d', 'deny', [rule('r', ...clauses)])], seen).allowed === false

// istio:pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy, ztunnel:src/rbac.rs
describe('a rule at ztunnel', () => {
  test.each<[says: string, clauses: readonly Clause[], allowed: boolean, denied: boolean]>([
    ['of nothing matches everything', [], true, true],
    ['needs all of its clauses', [clause('operation', port), clause('condition', otherPort)], false, false],
    ['needs one alternative of a clause', [clause('operation', otherPort, port)], true, true],
    ['needs all of an alternative', [clause('operation', all([port, otherPort]))], false, false],
    ['may need any of several', [clause('operation', any([otherPort, port]))], true, true],
    ['may need that something is not so', [clause('operation', not(otherPort))], true, true],
    ['or that several are not', [clause('operation', not(any([otherPort, port])))], false, false],
    ['or that not all are', [clause('operation', not(all([otherPort, port])))], true, true],
    ['that speaks of HTTP allows nothing', [clause('operation', get, port)], false, true],
    ['that speaks of HTTP alone denies nothing', [clause('operation', get)], false, false],
    ['loses HTTP beside a port', [clause('operation', all([port, get]))], false, true],
    ['loses HTTP beside another port', [clause('operation', all([otherPort, get]))], false, false],
    ['loses HTTP in a conjunction of conjunctions', [clause('operation', all([all([port, get]), port]))], false, true],
    ['of a clause without conditions matches nothing', [clause('operation', always)], false, false],
    ['whose clause loses all matches nothing', [clause('source', till), clause('operation', get)], false, false],
    ['loses an alternative that holds HTTP in a part', [clause('operation', all([port, any([port, get])]))], false, true],
    ['knows the address of the peer', [clause('source', peer)], true, true],
    ['knows no address of a client before it', [clause('source', client)], false, false],
    ['knows the address of the destination', [clause('condition', destination)], true, true],
    ['knows no server names', [clause('condition', sni)], false, false],
    ['knows service accounts in `from`', [clause('source', till)], true, true],
    ['and not in `when`', [clause('condition', till)], false, false],
    ['skips trust domains in `from` silently', [clause('source', all([till, nowhere]))], true, true],
    ['and matches nothing with those alone', [clause('source', nowhere)], false, false],
    ['but not in `when`', [clause('condition', all([port, nowhere]))], false, true],
  ])('%s', (_, clauses, allowed, denied) => expect([allows(...clauses), denies(...clauses)]).toEqual([allowed, denied]))

  test('has the clauses that istiod hands to ztunnel, where these are others', () => {
    const half: AuthorizationRule = { ...rule('r', clause('operation', get)), atZtunnel: [clause('operation', port)] }
    expect(ztunnelAuthorization([policy('a', 'allow', [half])], seen).allowed).toBe(true)
  })
})

describe('an identity at ztunnel', () => {
  const at = (match: IdentityMatch, who: string | undefined): Truth =>
    ztunnelAuthorization([policy('a', 'allow', [rule('r', clause('source', identity(match)))])], view({ identity: who })).allowed
  const own = 'cluster.local/ns/shop/sa/till'

  test.each<[says: string, match: IdentityMatch, identity: string | undefined, holds: boolean]>([
    ['any', { by: 'any' }, own, true],
    ['none, of plaintext', { by: 'any' }, undefined, false],
    ['whole', { by: 'principal', match: { op: 'exact', value: own } }, own, true],
    ['another', { by: 'principal', match: { op: 'exact', value: own } }, `${own}2`, false],
    ['a star behind', { by: 'principal', match: { op: 'prefix', value: 'cluster.local/ns/shop/' } }, own, true],
    ['a star behind something else', { by: 'principal', match: { op: 'prefix', value: 'ns/shop/' } }, own, false],
    ['a star before', { by: 'principal', match: { op: 'suffix', value: '/till' } }, own, true],
    ['a star before something else', { by: 'principal', match: { op: 'suffix', value: '/sa' } }, own, false],
    ['a star alone', { by: 'principal', match: { op: 'present' } }, own, true],
    ['a star alone that is not empty', { by: 'principal', match: { op: 'non-empty' } }, own, true],
    [
      'aliases of trust domains are not resolved',
      { by: 'principal', match: { op: 'exact', value: own }, written: 'old/ns/shop/sa/till' },
      own,
      false,
    ],
    ['what is written is what counts', { by: 'principal', match: { op: 'exact', value: 'old' }, written: own }, own, true],
    ['a namespace', { by: 'namespace', glob: 'shop' }, own, true],
    ['another namespace', { by: 'namespace', glob: 'shops' }, own, false],
    ['a namespace with a star behind', { by: 'namespace', glob: 'sh*' }, own, true],
    ['a namespace with a star before', { by: 'namespace', glob: '*op' }, own, true],
    ['one that starts so', { by: 'namespace', glob: '*sh' }, own, false],
    ['one that ends so', { by: 'namespace', glob: 'op*' }, own, false],
    ['a star in the middle is a star', { by: 'namespace', glob: 's*p' }, own, false],
    ['a star at both ends is one', { by: 'namespace', glob: '*ho*' }, own, false],
    ['an identity without a namespace has none', { by: 'namespace', glob: '*' }, 'odd', false],
    ['any namespace', { by: 'namespace', glob: '*' }, own, true],
    ['a service account', { by: 'service-account', namespace: 'shop', name: 'till' }, own, true],
    ['that of another namespace', { by: 'service-account', namespace: 'bank', name: 'till' }, own, false],
    ['another service account', { by: 'service-account', namespace: 'shop', name: 'cart' }, own, false],
    ['no service account', { by: 'service-account', namespace: 'shop', name: 'till' }, 'odd', false],
  ])('%s', (_, match, who, holds) => expect(at(match, who)).toBe(holds))
})

describe('policies at ztunnel', () => {
  const on = (name: string, effect: AuthorizationPolicy['effect'], predicate: Predicate, changes: Partial<AuthorizationPolicy> = {}) =>
    policy(name, effect, [rule(`${name}-rule`, clause('source', predicate))], changes)
  const none = 'true: no policy denies and none only allows'

  test.each<[says: string, policies: readonly AuthorizationPolicy[], decided: string]>([
    ['none', [], none],
    ['DENY comes before ALLOW', [on('a', 'allow', port), on('d', 'deny', port)], 'false: denied by shop/d d-rule'],
    ['a DENY that does not match', [on('d', 'deny', otherPort)], none],
    ['an ALLOW that matches', [on('z', 'allow', otherPort), on('a', 'allow', port)], 'true: allowed by shop/a a-rule'],
    ['none that matches', [on('z', 'allow', otherPort), on('a', 'allow', otherPort)], 'false: no ALLOW rule matches z a'],
    ['an ALLOW without rules', [policy('a', 'allow', [])], 'false: no ALLOW rule matches a'],
    ['a DENY that may match', [on('d', 'deny', peer)], 'unknown: shop/d may deny d-rule'],
    ['beside an ALLOW', [on('d', 'deny', peer), on('a', 'allow', port)], 'unknown: shop/d may deny d-rule'],
    ['beside an ALLOW that does not match', [on('d', 'deny', peer), on('a', 'allow', otherPort)], 'false: no ALLOW rule matches a'],
    ['the first of two that may', [on('d', 'deny', peer), on('e', 'deny', peer)], 'unknown: shop/d may deny d-rule'],
    ['and one that does', [on('d', 'deny', peer), on('e', 'deny', port)], 'false: denied by shop/e e-rule'],
    ['an ALLOW that may match', [on('a', 'allow', peer)], 'unknown: shop/a may allow a-rule'],
    ['the first of two ALLOW that may', [on('a', 'allow', peer), on('b', 'allow', peer)], 'unknown: shop/a may allow a-rule'],
    ['and one that matches', [on('a', 'allow', peer), on('b', 'allow', port)], 'true: allowed by shop/b b-rule'],
    ['dry runs are not sent', [on('d', 'deny', port, { dryRun: true }), on('a', 'allow', otherPort, { dryRun: true })], none],
    ['AUDIT and CUSTOM are not sent', [on('l', 'audit', port), on('c', 'external', port)], none],
  ])('%s', (_, policies, decided) => {
    const { allowed, reason, because } = ztunnelAuthorization(policies, doubtful)
    expect([`${allowed}: ${reason}`, ...because.map(({ path }) => path.join('.'))].join(' ')).toBe(decided)
  })

  test('name the rule that decided', () => {
    const [rules] = [[rule('first', clause('operation', otherPort)), rule('second', clause('operation', port))]]
    expect(ztunnelAuthorization([policy('a', 'allow', rules)], seen).because.map(({ path }) => path)).toEqual([placeAt('second').path])
  })
})
