import type { TokenIssuer } from '../../../../src/model/authentication.ts'
import type { Json } from '../../../../src/model/object.ts'

/** A token rule as RequestAuthentication spells it. */
export function writeTokenIssuer(issuer: TokenIssuer): Json {
  const headers = issuer.locations.flatMap((location) =>
    location.in === 'header' ? [{ name: location.name, ...(location.prefix === undefined ? {} : { prefix: location.prefix }) }] : [],
  )
  const named = (place: 'query' | 'cookie') => issuer.locations.flatMap((location) => (location.in === place ? [location.name] : []))
  const claims = issuer.claimHeaders.map(({ header, claim }) => ({ header, claim }))
  return {
    issuer: issuer.issuer,
    ...list('audiences', issuer.audiences),
    ...(issuer.keys.kind === 'uri' ? { jwksUri: issuer.keys.uri } : {}),
    ...(issuer.keys.kind === 'inline' ? { jwks: issuer.keys.jwks } : {}),
    ...list('fromHeaders', headers),
    ...list('fromParams', named('query')),
    ...list('fromCookies', named('cookie')),
    ...(issuer.required ? { presence: 'REQUIRED' } : {}),
    ...(issuer.forwardToken ? { forwardOriginalToken: true } : {}),
    ...(issuer.payloadHeader === undefined ? {} : { outputPayloadToHeader: issuer.payloadHeader }),
    ...list('outputClaimToHeaders', claims),
    ...list('spaceDelimitedClaims', issuer.spaceDelimitedClaims),
    ...(issuer.timeout === undefined ? {} : { timeout: issuer.timeout }),
  }
}

function list(name: string, values: readonly Json[]): { readonly [name: string]: Json } {
  return values.length === 0 ? {} : { [name]: values }
}
