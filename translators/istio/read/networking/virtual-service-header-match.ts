import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Atom } from '../../../../src/model/predicate.ts'
import { readStringMatch, type StringMatch } from './string-match.ts'

const claimHeader = '@request.auth.claims'

/**
 * Reads one entry of `headers` or `withoutHeaders`. A name such as `@request.auth.claims.group` is a claim of the request's token, not a
 * header (istio:pkg/jwt/routing.go ToRoutingClaim).
 */
export function readHeaderMatch(name: string, match: StringMatch | null, place: Place): Atom {
  const path = claimPath(name)
  if (path !== undefined) return { kind: 'token-claim', path, match: readStringMatch(match), place }
  return { kind: 'header', name, match: readStringMatch(match), place }
}

/** The claim that a header name speaks of: `.a.b` or `[a][b]` behind the prefix; any other name is a header's, odd as it may look. */
function claimPath(name: string): readonly string[] | undefined {
  if (!name.toLowerCase().startsWith(claimHeader)) return undefined
  const claim = name.slice(claimHeader.length)
  if (claim.startsWith('.') && claim.length > 1) return claim.slice(1).split('.')
  if (claim.startsWith('[') && claim.endsWith(']') && claim.length > 2) return claim.slice(1, -1).split('][')
  return undefined
}
