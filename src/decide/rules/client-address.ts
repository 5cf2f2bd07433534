import { parseIpRange } from '../../algebra/ip-range.ts'
import { type HttpRequest, headerValues } from '../../model/request.ts'

/**
 * The original client's address as a sidecar sees it: the last entry of X-Forwarded-For, which anybody in the mesh can write,
 * or the peer's own where there is none (istio:pilot/pkg/networking/core/listener_builder.go; only gateways know of trusted hops).
 */
export function seenClientAddress(http: HttpRequest | undefined, peer: string | 'unknown'): string | 'unknown' {
  const last = headerValues(http?.headers ?? {}, 'x-forwarded-for')
    .at(-1)
    ?.split(',')
    .at(-1)
    ?.trim()
  return last === undefined || last.includes('/') || parseIpRange(last) === undefined ? peer : last
}
