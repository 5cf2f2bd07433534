import type { PeerAuthenticationSpec } from '../../../src/crd/generated/types/istio/peer-authentication.ts'
import { type FateMap, kept, translated } from '../../../src/diagnostics/fate.ts'

/** What becomes of a PeerAuthentication in ambient mode. */
export const peerAuthenticationFates = {
  spec: {
    mtls: {
      mode: translated('ztunnel enforces STRICT; PERMISSIVE and DISABLE accept plaintext.'),
    },
    portLevelMtls: { '*': { mode: translated('By container port, as for sidecars.') } },
    selector: { matchLabels: { '*': kept('ztunnel selects pods by the same labels.') } },
  },
} satisfies { spec: FateMap<PeerAuthenticationSpec> }
