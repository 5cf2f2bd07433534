import type { RequestAuthentication, TokenIssuer } from '../../model/authentication.ts'
import type { TokenLocation } from '../../model/decide/request.ts'
import { attributes, claimOf, header, issuerOf, tokenAt } from './attribute.ts'
import { all, any, type Condition, choice, never, not, text } from './condition.ts'
import type { SeenToken } from './view.ts'

/** A point without RequestAuthentication does not look at tokens. */
export const noToken: SeenToken = { refused: never, believed: () => never }

/**
 * What the JWT filter of a proxy does with the tokens of a request. Each issuer looks at its own locations; one good token is enough, in the
 * order of issuers; without any token the request passes, with bad ones only it is refused. A CORS preflight is not looked at
 * (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig).
 */
export function seenToken(authentication: readonly RequestAuthentication[]): SeenToken {
  const issuers = authentication.flatMap((one) => one.issuers).sort((a, b) => (a.issuer < b.issuer ? -1 : a.issuer > b.issuer ? 1 : 0))
  if (issuers.length === 0) return noToken
  const candidates = issuers.flatMap((issuer) => locationsOf(issuer).map((location) => candidateOf(issuer, location)))
  const anyGood = any(candidates.map(({ good }) => good))
  const noneThere = all(candidates.map(({ token }) => choice(token, 'none')))
  return {
    refused: all([not(preflight), not(anyGood), not(noneThere)]),
    believed: (about) =>
      all([
        not(preflight),
        any(
          candidates.map(({ token, good }, index) =>
            all([good, ...candidates.slice(0, index).map((earlier) => not(earlier.good)), about(token)]),
          ),
        ),
      ]),
  }
}

const preflight = all([
  text(attributes.method, { kind: 'exact', value: 'OPTIONS' }),
  text(header('origin'), { kind: 'non-empty' }),
  text(header('access-control-request-method'), { kind: 'non-empty' }),
])

function candidateOf(issuer: TokenIssuer, location: TokenLocation | undefined): { token: string; good: Condition } {
  const token = tokenAt(location)
  const good = all([
    choice(token, 'valid'),
    ...(issuer.issuer === '' ? [] : [text(issuerOf(token), { kind: 'exact', value: issuer.issuer })]),
    ...(issuer.audiences.length === 0
      ? []
      : [
          any(
            issuer.audiences.map(
              (value): Condition => ({ kind: 'member', attribute: claimOf(token, ['aud']), language: { kind: 'exact', value } }),
            ),
          ),
        ]),
  ])
  return { token, good }
}

/** Without locations of its own an issuer looks at `Authorization: Bearer` and at the query parameter `access_token`. */
function locationsOf(issuer: TokenIssuer): readonly (TokenLocation | undefined)[] {
  if (issuer.locations.length === 0) return [undefined, { in: 'query', name: 'access_token' }]
  return issuer.locations.map((location) => {
    if (location.in === 'header' && location.name.toLowerCase() === 'authorization') return undefined
    return { in: location.in, name: location.in === 'header' ? location.name.toLowerCase() : location.name }
  })
}
