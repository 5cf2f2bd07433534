import type { VirtualServiceSpecHttpRetries } from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { Retries } from '../../../../src/model/route.ts'
import { durationAt } from './duration.ts'
import type { SpecContext } from './spec-context.ts'

const fields: FieldMap<VirtualServiceSpecHttpRetries, Retries, SpecContext> = {
  attempts: (attempts) => ({ attempts: Math.max(attempts, 0) }),
  perTryTimeout: (text, at, context) => {
    const ms = durationAt(text, at, context)
    return ms ? { perTryTimeoutMs: ms } : {}
  },
  retryOn: (text) => {
    const conditions = text.split(',').map((condition) => condition.trim())
    const retryOn = conditions.filter((condition) => condition !== '')
    return retryOn.length === 0 ? {} : { retryOn }
  },
  retryRemoteLocalities: (remoteLocalities) => ({ remoteLocalities }),
  retryIgnorePreviousHosts: (ignorePreviousHosts) => ({ ignorePreviousHosts }),
  backoff: (text, at, context) => {
    const ms = durationAt(text, at, context)
    return ms ? { backoffMs: ms } : {}
  },
}

/** Reads retries. Without a positive `attempts` they are switched off, whatever else is written (istio:pilot/pkg/networking/core/route/retry/retry.go ConvertPolicy). */
export function readRetries(retries: VirtualServiceSpecHttpRetries, at: Place, context: SpecContext): Retries {
  return { attempts: 0, ...readFields(fields, retries, at, context), place: at }
}
