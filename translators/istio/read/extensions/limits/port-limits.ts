import type { LimitPatch } from '../../../../../src/model/rate-limit.ts'
import { readCounted } from '../../../../envoy/counted-by.ts'
import { readLocalRateLimit } from '../../../../envoy/local-rate-limit.ts'
import type { Message } from '../../../../envoy/message.ts'
import { typedSettings, type WrittenPatch } from './written-patch.ts'

/**
 * What is said of limits for the virtual hosts of inbound HTTP ports: of all, or of `inbound|http|PORT`, where the port is the one of a Service
 * (istio:pilot/pkg/networking/core/httproute.go, istio:pilot/pkg/networking/core/envoyfilter/rc_patch.go). Such a host has one route.
 */
export function readPortLimits({ match, operation, value, patch }: WrittenPatch): LimitPatch {
  const { place } = patch
  const port = readMatch(match, patch)
  if (operation !== 'MERGE') patch.isOdd(place.field('operation'))
  const counted = value.has('rateLimits') ? readCounted(value.list('rateLimits')) : undefined
  const filters = value.entries('typedPerFilterConfig')
  value.done()
  const limits = filters.map(([name, typed]) => {
    const settings = name === 'envoy.filters.http.local_ratelimit' ? typedSettings(typed) : undefined
    const limit = settings?.type === 'local_ratelimit.v3.LocalRateLimit' ? readLocalRateLimit(settings.config) : undefined
    if (limit === undefined) typed.isOdd()
    return limit
  })
  const [limit] = limits
  return {
    kind: 'port',
    ...(port === undefined ? {} : { port }),
    ...(limit === undefined ? {} : { limit }),
    ...(counted === undefined ? {} : { counted }),
    place,
  }
}

function readMatch(match: Message | undefined, patch: Message): number | undefined {
  const configuration = match?.message('routeConfiguration')
  const host = configuration?.message('vhost')
  const name = host?.text('name') ?? ''
  const route = host?.message('route')
  if (match?.text('context') !== 'SIDECAR_INBOUND') (match ?? patch).isOdd()
  if (route !== undefined && (route.text('action') ?? 'ANY') !== 'ANY') route.isOdd()
  for (const one of [route, host, configuration, match]) one?.done()
  const port = /^inbound\|http\|(\d+)$/.exec(name)?.[1]
  if (name !== '' && port === undefined) host?.isOdd()
  return port === undefined ? undefined : Number(port)
}
