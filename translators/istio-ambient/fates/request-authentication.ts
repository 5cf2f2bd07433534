import type { RequestAuthenticationSpec } from '../../../src/crd/generated/types/istio/request-authentication.ts'
import { type FateMap, translated } from '../../../src/diagnostics/fate.ts'
import { deprecatedTarget, selector, targetRef } from './policy-attachment.ts'

const checked = translated('Checked by the waypoint; traffic that bypasses it reaches only ports without HTTP.', ['US3002', 'US3107'])

/** What becomes of a RequestAuthentication in ambient mode. */
export const requestAuthenticationFates = {
  spec: {
    jwtRules: {
      issuer: checked,
      audiences: checked,
      jwksUri: checked,
      jwks_uri: checked,
      jwks: checked,
      fromHeaders: { name: checked, prefix: checked },
      fromParams: checked,
      fromCookies: checked,
      forwardOriginalToken: checked,
      outputPayloadToHeader: checked,
      outputClaimToHeaders: { header: checked, claim: checked },
      spaceDelimitedClaims: checked,
      presence: checked,
      timeout: checked,
    },
    selector: { matchLabels: { '*': selector } },
    targetRef: { group: targetRef, kind: targetRef, name: targetRef, namespace: deprecatedTarget },
    targetRefs: { group: targetRef, kind: targetRef, name: targetRef, namespace: deprecatedTarget },
  },
} satisfies { spec: FateMap<RequestAuthenticationSpec> }
