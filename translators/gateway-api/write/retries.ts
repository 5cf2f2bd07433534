import { atLeast } from '../../../src/model/dialect.ts'
import { gatewayDuration } from '../../../src/model/durations.ts'
import type { HttpAction } from '../../../src/model/route.ts'
import type { RouteRule } from './http-route.ts'
import type { Obstacle } from './obstacle.ts'
import type { RouteSite } from './route-site.ts'

/**
 * Retries as a route says them: since Gateway API 1.7, and before in the experimental channel, where none could not be said. `attempts: 0`
 * switches them off, whatever is written beside it.
 */
export function retryOf(action: HttpAction, site: RouteSite): Pick<RouteRule, 'retry' | 'timeouts'> {
  const { retries, timeoutMs } = action
  const { versions, controller, obstacles } = site
  const fixed = controller.retriedOn
  const before = obstacles.length
  const stop = (place: Obstacle['place'], what: string) => obstacles.push({ place, what })
  const request = timeoutMs === undefined ? undefined : gatewayDuration(timeoutMs)
  if (timeoutMs !== undefined && request === undefined) {
    stop(action.timeoutPlace ?? retries?.place ?? action.backends[0]!.place, 'a timeout finer than a millisecond')
  }
  if (retries === undefined) return request === undefined ? {} : { timeouts: { request } }
  const at = retries.place
  const standard = atLeast(versions.gatewayApi, '1.7')
  if (retries.attempts === 0) {
    if (!standard) stop(at.field('attempts'), 'retries that are switched off, which Gateway API has since 1.7')
    if (obstacles.length > before) return {}
    return { ...(request === undefined ? {} : { timeouts: { request } }), retry: { attempts: 0 } }
  }
  if (!standard && versions.gatewayApiChannel === 'standard') stop(at, 'retries, which standard Gateway API has since 1.7')
  if (retries.remoteLocalities !== undefined) stop(at.field('retryRemoteLocalities'), 'retries in other localities')
  if (retries.ignorePreviousHosts !== undefined) stop(at.field('retryIgnorePreviousHosts'), 'a rule about the hosts tried before')
  const causes = retries.retryOn ?? fixed
  const codes = causes.filter((cause) => /^\d+$/.test(cause)).map(Number)
  const words = causes.filter((cause) => !/^\d+$/.test(cause) && !(cause === 'retriable-status-codes' && codes.length > 0))
  if (words.length !== fixed.length || !fixed.every((word) => words.includes(word)))
    stop(at.field('retryOn'), 'causes of retries that differ from the fixed list')
  if (codes.some((code) => code < 400 || code > 599)) stop(at.field('retryOn'), 'a retried status outside 400 to 599')
  const perTry = retries.perTryTimeoutMs === undefined ? undefined : gatewayDuration(retries.perTryTimeoutMs)
  if (retries.perTryTimeoutMs !== undefined && (perTry === undefined || retries.perTryTimeoutMs === 0)) {
    stop(at.field('perTryTimeout'), 'a timeout of a try that routes cannot write')
  }
  if (timeoutMs !== undefined && (retries.perTryTimeoutMs ?? 0) > timeoutMs)
    stop(at.field('perTryTimeout'), 'a try that may take longer than the request')
  const backoff = retries.backoffMs === undefined ? undefined : gatewayDuration(retries.backoffMs)
  if (retries.backoffMs !== undefined && backoff === undefined) stop(at.field('backoff'), 'a pause finer than a millisecond')
  if (obstacles.length > before) return {}
  return {
    ...(request === undefined && perTry === undefined
      ? {}
      : { timeouts: { ...(request === undefined ? {} : { request }), ...(perTry === undefined ? {} : { backendRequest: perTry }) } }),
    retry: { ...(codes.length === 0 ? {} : { codes }), attempts: retries.attempts, ...(backoff === undefined ? {} : { backoff }) },
  }
}
