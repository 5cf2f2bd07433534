import type { ActionSettings } from '../../model/action.ts'

/** What a route does besides choosing destinations, one part an entry: `timeout 5s`, `retries off`. Empty for Istio's defaults. */
export function settingsTexts(settings: ActionSettings): string[] {
  const { timeoutMs, retries, mirrors, fault, cors, responseHeaders } = settings
  const parts: string[] = []
  if (timeoutMs !== undefined) parts.push(`timeout ${timeoutMs === 0 ? 'off' : duration(timeoutMs)}`)
  if (retries === 'off') parts.push('retries off')
  else if (retries !== undefined) {
    const details = [
      retries.perTryTimeoutMs === undefined ? '' : `${duration(retries.perTryTimeoutMs)} each`,
      retries.retryOn === undefined ? '' : `on ${retries.retryOn.join(', ')}`,
      retries.backoffMs === undefined ? '' : `backoff ${duration(retries.backoffMs)}`,
    ].filter((detail) => detail !== '')
    parts.push(`retries ${retries.attempts}${details.length === 0 ? '' : ` (${details.join('; ')})`}`)
  }
  for (const { destination, percent } of mirrors) parts.push(`mirrors ${percent}% to ${destination}`)
  if (fault?.delay !== undefined) parts.push(`delays ${fault.delay.percent}% by ${duration(fault.delay.ms)}`)
  if (fault?.abort !== undefined) parts.push(`aborts ${fault.abort.percent}% with ${fault.abort.status}`)
  if (cors !== undefined) parts.push(`CORS ${cors}`)
  for (const header of responseHeaders) parts.push(`response header: ${header}`)
  return parts
}

function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
