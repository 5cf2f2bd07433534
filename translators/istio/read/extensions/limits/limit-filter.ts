import type { LimitPatch } from '../../../../../src/model/rate-limit.ts'
import { readLocalRateLimit } from '../../../../envoy/local-rate-limit.ts'
import type { Message } from '../../../../envoy/message.ts'
import { readRateLimitService } from '../../../../envoy/rate-limit-service.ts'
import { typedSettings, type WrittenPatch } from './written-patch.ts'

/**
 * A filter that is put before all others of the inbound HTTP ports, or before the router (istio:pilot/pkg/networking/core/envoyfilter/listener_patch.go
 * patchHTTPFilters).
 */
export function readLimitFilter({ match, operation, value, patch }: WrittenPatch): LimitPatch | undefined {
  const { place } = patch
  readMatch(match, patch)
  if (operation !== 'INSERT_BEFORE' && operation !== 'INSERT_FIRST') patch.isOdd(place.field('operation'))
  const name = value.text('name')
  const typed = value.message('typedConfig')
  value.done()
  const settings = typed === undefined ? undefined : typedSettings(typed)
  if (settings === undefined) return undefined
  const { type, config } = settings
  if (name === 'envoy.filters.http.local_ratelimit' && type === 'local_ratelimit.v3.LocalRateLimit') {
    const limit = readLocalRateLimit(config)
    return { kind: 'local', ...(limit === undefined ? {} : { limit }), place }
  }
  if (name === 'envoy.filters.http.ratelimit' && type === 'ratelimit.v3.RateLimit')
    return { kind: 'global', ...readRateLimitService(config), place }
  return undefined
}

function readMatch(match: Message | undefined, patch: Message): void {
  const listener = match?.message('listener')
  const chain = listener?.message('filterChain')
  const filter = chain?.message('filter')
  const inner = filter?.message('subFilter')
  if (match?.text('context') !== 'SIDECAR_INBOUND') (match ?? patch).isOdd()
  if (filter !== undefined && filter.text('name') !== 'envoy.filters.network.http_connection_manager') filter.isOdd()
  if (inner !== undefined && inner.text('name') !== 'envoy.filters.http.router') inner.isOdd()
  for (const one of [inner, filter, chain, listener, match]) one?.done()
}
