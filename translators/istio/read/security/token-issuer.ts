import type {
  RequestAuthenticationSpecJwtRules,
  RequestAuthenticationSpecJwtRulesFromHeaders,
  RequestAuthenticationSpecJwtRulesOutputClaimToHeaders,
} from '../../../../src/crd/generated/types/istio/request-authentication.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { TokenIssuer } from '../../../../src/model/authentication.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'

type Location = TokenIssuer['locations'][number]
type ClaimHeader = TokenIssuer['claimHeaders'][number]
type Written = Omit<TokenIssuer, 'locations' | 'place'> & {
  readonly headers: readonly Location[]
  readonly queries: readonly Location[]
  readonly cookies: readonly Location[]
}

const locationFields: FieldMap<RequestAuthenticationSpecJwtRulesFromHeaders, { name: string; prefix: string }, undefined> = {
  name: (name) => ({ name }),
  prefix: (prefix) => ({ prefix }),
}

const claimFields: FieldMap<RequestAuthenticationSpecJwtRulesOutputClaimToHeaders, ClaimHeader, undefined> = {
  claim: (claim) => ({ claim }),
  header: (header) => ({ header }),
}

const fields: FieldMap<RequestAuthenticationSpecJwtRules, Written, undefined> = {
  issuer: (issuer) => ({ issuer }),
  audiences: (audiences) => ({ audiences }),
  // At most one of the three is there: the CRD and the webhook see to it.
  jwks: (jwks) => (jwks === '' ? {} : { keys: { kind: 'inline', jwks } }),
  jwks_uri: (uri) => (uri === '' ? {} : { keys: { kind: 'uri', uri } }),
  jwksUri: (uri) => (uri === '' ? {} : { keys: { kind: 'uri', uri } }),
  fromHeaders: (list, at) => ({
    headers: list.map((item, position): Location => {
      const { name = '', prefix } = readFields(locationFields, item, at.index(position), undefined)
      return { in: 'header', name, ...(prefix === undefined ? {} : { prefix }) }
    }),
  }),
  fromParams: (list) => ({ queries: list.map((name): Location => ({ in: 'query', name })) }),
  fromCookies: (list) => ({ cookies: list.map((name): Location => ({ in: 'cookie', name })) }),
  forwardOriginalToken: (forwardToken) => ({ forwardToken }),
  outputPayloadToHeader: (payloadHeader) => (payloadHeader === '' ? {} : { payloadHeader }),
  outputClaimToHeaders: (list, at) => ({
    claimHeaders: list.map((item, position) => ({
      header: '',
      claim: '',
      ...readFields(claimFields, item, at.index(position), undefined),
    })),
  }),
  spaceDelimitedClaims: (spaceDelimitedClaims) => ({ spaceDelimitedClaims }),
  presence: (presence) => (presence === 'REQUIRED' ? { required: true } : {}),
  timeout: (timeout) => ({ timeout }),
}

/** One `jwtRules` entry. Without a key source, keys are found through the issuer's OpenID discovery document. */
export function readTokenIssuer(rule: RequestAuthenticationSpecJwtRules, place: Place): TokenIssuer {
  const { headers = [], queries = [], cookies = [], ...rest } = readFields(fields, rule, place, undefined)
  return {
    issuer: '',
    audiences: [],
    keys: { kind: 'discovery' },
    required: false,
    forwardToken: false,
    claimHeaders: [],
    spaceDelimitedClaims: [],
    ...rest,
    locations: [...headers, ...queries, ...cookies],
    place,
  }
}
