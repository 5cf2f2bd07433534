import type { Place } from '../../../../src/diagnostics/place.ts'
import type { HttpRule } from '../../../../src/model/route.ts'
import { matchKey } from '../../../../src/resolve/routes/node-rules.ts'

/**
 * What of some programmed rules was measured with Cilium 1.20.2 alone, and is read in the operators before it as something else: retries have no cause, so that
 * nothing is retried; CORS is not known; a redirect to a scheme is for requests of that scheme as well; filters of backends, rules without backends and
 * several rules of one route with one match become other routes (cc:operator/pkg/model/translation/envoy_virtual_host.go, cc:operator/pkg/model/ingestion/gateway.go
 * of v1.16.19, v1.17.6, v1.18.4 and v1.19.4).
 */
export function measuredAlone(rules: readonly HttpRule[]): readonly Place[] {
  const keys = rules.map(matchKey)
  return rules.flatMap(({ action, place }, index): Place[] => {
    const { retries, cors, redirect, backends } = action
    return [
      ...(retries !== undefined && retries.attempts > 0 ? [retries.place] : []),
      ...(cors === undefined ? [] : [cors.place]),
      ...(redirect?.scheme === undefined ? [] : [place]),
      ...(redirect === undefined && backends.length === 0 ? [place] : []),
      ...(backends.some(({ requestHeaders, responseHeaders }) => requestHeaders !== undefined || responseHeaders !== undefined)
        ? [place]
        : []),
      ...(keys.indexOf(keys[index]!) === index ? [] : [place]),
    ]
  })
}
