import type { PathStep } from '../../diagnostics/place.ts'
import type { VirtualServiceSpecHttp } from '../generated/types/istio/virtual-service.ts'
import type { Refusal } from './refusal.ts'

/** What the webhook refuses of a redirect (istio:pkg/config/validation/validation.go validateHTTPRedirect). */
export function redirectRefusals({ redirect = {}, match = [] }: VirtualServiceSpecHttp, path: readonly PathStep[]): Refusal[] {
  const { uri = '', prefixRewrite = '', authority = '', scheme = '', port, derivePort, redirectCode = 0 } = redirect
  const refusals: Refusal[] = []
  if (`${uri}${prefixRewrite}${authority}${scheme}` === '' && port === undefined && derivePort === undefined)
    refusals.push({ path, reason: 'must name a `uri`, an `authority`, a `scheme` or a port' })
  if (prefixRewrite !== '') {
    const at = [...path, 'prefixRewrite']
    if (uri !== '') refusals.push({ path: at, reason: 'cannot be used together with `uri`' })
    if (match.some((one) => one?.uri !== undefined && one.uri.prefix === undefined))
      refusals.push({ path: at, reason: 'needs matches of the path by `prefix`' })
  }
  if (redirectCode !== 0 && (redirectCode < 300 || redirectCode > 399))
    refusals.push({ path: [...path, 'redirectCode'], reason: `must be 3xx, not ${redirectCode}` })
  if (!['', 'http', 'https'].includes(scheme)) refusals.push({ path: [...path, 'scheme'], reason: 'must be `http` or `https`' })
  return refusals
}
