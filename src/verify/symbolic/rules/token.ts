import type { RequestAuthentication, TokenIssuer } from '../../../model/authentication.ts'
import type { TokenLocation } from '../../../model/request.ts'
import { digest } from '../../lists/digest.ts'
import { type Attribute, attributes, issuerOf, tokenAt, tokenClaim } from '../attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, choice, neverTrue, notOf, textIn, unknown, unknownOneOf, version } from '../condition.ts'
import type { UnfollowedChange } from '../decision-tree.ts'
import { headerCondition } from '../routes/mutated.ts'
import type { SeenToken } from './view.ts'

/** Issuers of one RequestAuthentication, or of a listener at a node. */
type SeenIssuers = Pick<RequestAuthentication, 'issuers'>

/** A point without RequestAuthentication does not look at tokens. */
export const noToken: SeenToken = { refused: neverTrue, believed: () => neverTrue }

/**
 * What the JWT filter of a proxy does with the tokens of a request. Each issuer looks at its own locations; one good token is enough, in the
 * order of issuers; without any token the request passes, with bad ones only it is refused. A CORS preflight is not looked at
 * (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig). Issuers that require their token are another matter.
 */
export function seenToken(authentication: readonly SeenIssuers[]): SeenToken {
  const issuers = issuersOf(authentication)
  if (issuers.length === 0) return noToken
  if (issuers.some(({ required }) => required)) return tokenBesideRequired(issuers)
  const candidates = issuers.flatMap((issuer) => locationsOf(issuer).map((location) => candidateOf(issuer, location)))
  const anyGood = anyOf(candidates.map(({ good }) => good))
  const noneThere = allOf(candidates.map(({ token }) => choice(token, 'none')))
  return {
    refused: allOf([notOf(preflight), notOf(anyGood), notOf(noneThere)]),
    believed: (about) =>
      allOf([
        notOf(preflight),
        anyOf(
          candidates.map(({ token, good, issuer }, index) =>
            allOf([good, ...candidates.slice(0, index).map((earlier) => notOf(earlier.good)), about(token, issuer)]),
          ),
        ),
      ]),
  }
}

/**
 * Each issuer that requires its token has to find a good one (api:security/v1beta1/request_authentication.proto JWTRequirement).
 * Whether a bad token of another issuer is refused beside them, and whose claims count where several are good, is not known.
 */
function tokenBesideRequired(issuers: readonly TokenIssuer[]): SeenToken {
  const found = issuers.map((issuer) => ({
    required: issuer.required,
    candidates: locationsOf(issuer).map((location) => candidateOf(issuer, location)),
  }))
  const goodOf = ({ candidates }: (typeof found)[number]): Condition => anyOf(candidates.map(({ good }) => good))
  const named = digest(JSON.stringify(issuers.map(({ place: _, ...issuer }) => issuer)))
  const required = found.filter((one) => one.required)
  const others = found.filter((one) => !one.required)
  const badBeside = others.map((one) =>
    allOf([
      notOf(goodOf(one)),
      notOf(allOf(one.candidates.map(({ token }) => choice(token, 'none')))),
      unknown(`bad token beside required ${named}`, 'whether a bad token is refused beside the one that is required'),
    ]),
  )
  return {
    refused: allOf([notOf(preflight), anyOf([...required.map((one) => notOf(goodOf(one))), ...badBeside])]),
    believed: (about) => {
      const aboutOne = ({ candidates }: (typeof found)[number]): Condition =>
        anyOf(candidates.map(({ good, token, issuer }) => allOf([good, about(token, issuer)])))
      const byOther = others.map((one) => anyOf([aboutOne(one), allOf([notOf(goodOf(one)), aboutOne(required[0]!)])]))
      const needs = 'which of several tokens the proxy believes'
      return allOf([notOf(preflight), unknownOneOf([...required.map(aboutOne), ...byOther], `believed among ${named}`, needs)])
    },
  }
}

const preflight = allOf([
  textIn(attributes.method, { kind: 'exact', value: 'OPTIONS' }),
  headerCondition('origin', { kind: 'non-empty' }, false, [], 'preflight'),
  headerCondition('access-control-request-method', { kind: 'non-empty' }, false, [], 'preflight'),
])

function issuersOf(authentication: readonly SeenIssuers[]): readonly TokenIssuer[] {
  return authentication.flatMap((one) => one.issuers).sort((a, b) => (a.issuer < b.issuer ? -1 : a.issuer > b.issuer ? 1 : 0))
}

interface Location {
  readonly at: TokenLocation | undefined
  /** What stands before the token there. */
  readonly prefix: string
}

/** Which tokens are good is a matter of keys, and which texts are tokens at all one of prefixes: nothing follows them, but both meshes may mean the same. */
function candidateOf(issuer: TokenIssuer, { at, prefix }: Location): { token: Attribute<'token'>; good: Condition; issuer: TokenIssuer } {
  const token = tokenAt(at)
  const name = issuer.issuer
  const good = allOf([
    choice(token, 'valid'),
    ...(name === '' ? [] : [textIn(issuerOf(token), { kind: 'exact', value: name })]),
    ...(issuer.audiences.length === 0
      ? []
      : [
          anyOf(
            issuer.audiences.map(
              (value): Condition => ({ kind: 'member', attribute: tokenClaim(token, ['aud']), language: { kind: 'exact', value } }),
            ),
          ),
        ]),
    version(
      `keys of ${name}`,
      JSON.stringify(issuer.keys),
      `whether all keys that are configured for issuer \`${name}\` accept the same tokens`,
    ),
    version(`prefix of the ${token.name}`, prefix, `what has to stand before the ${token.name} of issuer \`${name}\``),
  ])
  return { token, good, issuer }
}

/**
 * What the JWT filter makes of a request that it lets through: headers that it takes from clients and writes itself, and tokens that it takes out
 * (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig, envoy:source/extensions/filters/http/jwt_authn/verifier.cc).
 */
export function writtenByTokens(authentication: readonly SeenIssuers[]): readonly UnfollowedChange[] {
  return issuersOf(authentication).flatMap((issuer): UnfollowedChange[] => {
    const { issuer: name, payloadHeader = '', claimHeaders, forwardToken } = issuer
    const headers = [payloadHeader.toLowerCase(), ...claimHeaders.map(({ header, claim }) => `${header.toLowerCase()}=${claim}`).sort()]
    const good = anyOf(locationsOf(issuer).map((location) => candidateOf(issuer, location).good))
    return [
      {
        when: alwaysTrue,
        what: version(`headers by ${name}`, JSON.stringify(headers), `which headers tokens of issuer \`${name}\` are written to`),
      },
      {
        when: good,
        what: version(`forwarding of ${name}`, String(forwardToken), `whether pods may see tokens of issuer \`${name}\``),
      },
    ]
  })
}

const bearer = 'Bearer '

/** Without locations of its own an issuer looks at `Authorization: Bearer` and at the query parameter `access_token`. */
function locationsOf(issuer: TokenIssuer): readonly Location[] {
  if (issuer.locations.length === 0)
    return [
      { at: undefined, prefix: bearer },
      { at: { in: 'query', name: 'access_token' }, prefix: '' },
    ]
  return issuer.locations.map((location): Location => {
    if (location.in !== 'header') return { at: { in: location.in, name: location.name }, prefix: '' }
    const [name, prefix] = [location.name.toLowerCase(), location.prefix ?? '']
    return { at: name === 'authorization' ? undefined : { in: 'header', name }, prefix }
  })
}
