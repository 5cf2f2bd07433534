import type { RequestAuthentication, TokenIssuer } from '../../../src/model/authentication.ts'
import { placeAt } from './seen.ts'

/** An issuer whose tokens are looked for at the usual places. */
export function issuer(name: string, changes: Partial<TokenIssuer> = {}): TokenIssuer {
  return {
    issuer: name,
    audiences: [],
    keys: { kind: 'discovery' },
    locations: [],
    required: false,
    forwardToken: false,
    claimHeaders: [],
    spaceDelimitedClaims: [],
    place: placeAt(name),
    ...changes,
  }
}

/** A RequestAuthentication `shop/tokens`. */
export function believing(...issuers: TokenIssuer[]): RequestAuthentication {
  return { name: 'tokens', namespace: 'shop', attachment: { scope: 'namespace', namespace: 'shop' }, issuers, place: placeAt('tokens') }
}
