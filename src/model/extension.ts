import type { Place } from '../diagnostics/place.ts'
import type { Attachment } from './authorization.ts'
import type { LimitPatch } from './rate-limit.ts'

/**
 * Configuration that reaches into the proxy: what it does is outside the model, where it applies is not.
 */
export interface Extension {
  readonly kind: 'envoy-filter' | 'wasm' | 'lua' | 'telemetry' | 'proxy-config'
  readonly name: string
  readonly namespace: string
  readonly attachment: Attachment
  /** Where in the proxy it acts. `gateway` only: it does not touch sidecars. */
  readonly contexts: readonly ('inbound' | 'outbound' | 'gateway' | 'any')[]
  /** True when it can allow, deny or authenticate requests, or when that is not known. */
  readonly mayDecideAccess: boolean
  /** What it says beside where it applies, in one spelling: two with equal texts do the same. */
  readonly content: string
  /** Set for an EnvoyFilter that limits how many requests its pods take, and does nothing else. */
  readonly limits?: readonly LimitPatch[]
  /** Set for one that limits requests in a way that is not understood: the first field that is not. */
  readonly oddLimit?: Place
  readonly place: Place
}
