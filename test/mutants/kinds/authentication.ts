import { kindsOf, on, removed } from '../mutant-kind.ts'
import { dropOneOfSeveral, dropped, replaced } from '../spot.ts'

const peer = 'PeerAuthentication'
const tokens = 'RequestAuthentication'

export const authenticationKinds = kindsOf('authentication', {
  'drop PeerAuthentication': ['ambient is taken to be strict by itself', on(peer, removed)],
  'permissive for strict': [
    'the default is written',
    on(
      peer,
      replaced('spec.mtls.mode', (mode) => (mode === 'STRICT' ? 'PERMISSIVE' : undefined)),
    ),
  ],
  'strict for permissive': [
    'ambient is taken to be strict by itself',
    on(
      peer,
      replaced('spec.mtls.mode', (mode) => (mode === 'STRICT' ? undefined : 'STRICT')),
    ),
  ],
  'drop mode': ['only port settings are copied', on(peer, dropped('spec.mtls'))],
  'drop port exception': ['settings of single ports are left out', on(peer, dropped('spec.portLevelMtls'))],
  'drop one port exception': ['settings of single ports are left out', on(peer, dropped('spec.portLevelMtls.*'))],
  'permissive port': [
    'a port that stays open',
    on(
      peer,
      replaced('spec.portLevelMtls.*.mode', (mode) => (mode === 'STRICT' ? 'PERMISSIVE' : undefined)),
    ),
  ],
  'drop RequestAuthentication': ['tokens are checked nowhere else', on(tokens, removed)],
  'drop jwtRules': ['an object without rules is valid', on(tokens, dropped('spec.jwtRules'))],
  'drop one issuer': ['only the first issuer is copied', on(tokens, dropOneOfSeveral('spec.jwtRules.*'))],
  'token no longer required': ['a newer field is not copied', on(tokens, dropped('spec.jwtRules.*.presence'))],
  'drop audiences': ['audiences are optional', on(tokens, dropped('spec.jwtRules.*.audiences'))],
  'drop one audience': ['only the first audience is copied', on(tokens, dropOneOfSeveral('spec.jwtRules.*.audiences.*'))],
  'another issuer': [
    'issuers differ in a slash',
    on(
      tokens,
      replaced('spec.jwtRules.*.issuer', (issuer: string) => `${issuer}/`),
    ),
  ],
  'drop token location': [
    'tokens are looked for in Authorization only',
    on(tokens, dropped('spec.jwtRules.*.fromHeaders|fromParams|fromCookies')),
  ],
})
