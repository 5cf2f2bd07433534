import type { RequestAuthenticationSpec } from '../../../src/crd/generated/types/istio/request-authentication.ts'
import { type FateMap, translated } from '../../../src/diagnostics/fate.ts'
import { deprecatedTargetFate, selectorFate, targetRefFate } from './policy-attachment.ts'

const checked = translated('Checked by the waypoint; traffic that bypasses it reaches only ports without HTTP.')

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
    selector: { matchLabels: { '*': selectorFate } },
    targetRef: { group: targetRefFate, kind: targetRefFate, name: targetRefFate, namespace: deprecatedTargetFate },
    targetRefs: { group: targetRefFate, kind: targetRefFate, name: targetRefFate, namespace: deprecatedTargetFate },
  },
} satisfies { spec: FateMap<RequestAuthenticationSpec> }
