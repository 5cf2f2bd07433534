import type { Json } from '../../../../src/model/object.ts'
import type { Retries } from '../../../../src/model/route.ts'
import { envoyDuration } from './envoy-duration.ts'

/** What sidecars retry on where nothing is written; `retriable-status-codes` without codes adds none. */
const defaultCauses = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled']

/**
 * Retries as sidecars make them, those of the mesh included (istio:pilot/pkg/networking/core/route/retry/retry.go). That a retry goes to another pod is
 * left out: Cilium's Envoy has no such predicate.
 */
export function retryPolicy(retries: Retries | undefined, defaultAttempts: number): { readonly [field: string]: Json } | undefined {
  const attempts = retries?.attempts ?? defaultAttempts
  if (attempts === 0) return undefined
  const causes = retries?.retryOn ?? defaultCauses
  const codes = causes.filter((cause) => /^\d+$/.test(cause)).map(Number)
  const words = causes.filter((cause) => !/^\d+$/.test(cause))
  if (codes.length > 0 && !words.includes('retriable-status-codes')) words.push('retriable-status-codes')
  return {
    retryOn: words.join(','),
    numRetries: attempts,
    ...(codes.length === 0 ? {} : { retriableStatusCodes: codes }),
    ...(retries?.perTryTimeoutMs === undefined ? {} : { perTryTimeout: envoyDuration(retries.perTryTimeoutMs) }),
    ...(retries?.backoffMs === undefined ? {} : { retryBackOff: { baseInterval: envoyDuration(retries.backoffMs) } }),
  }
}
