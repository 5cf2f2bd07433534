import type { VirtualServiceSpecHttp } from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { HttpAction, HttpMatch, HttpRule, Mirror } from '../../../../src/model/route.ts'
import { durationAt } from './duration.ts'
import type { SpecContext } from './spec-context.ts'
import { readCors } from './virtual-service-cors.ts'
import { readMirror, readMirrors, readRouteDestinations } from './virtual-service-destination.ts'
import { readFault } from './virtual-service-fault.ts'
import { readHeaders } from './virtual-service-headers.ts'
import { readHttpMatch } from './virtual-service-match.ts'
import { readRedirect, readRewrite } from './virtual-service-redirect.ts'
import { readResponse } from './virtual-service-response.ts'
import { readRetries } from './virtual-service-retries.ts'

interface RuleParts extends Omit<HttpAction, 'kind'> {
  readonly name: string
  readonly matches: readonly HttpMatch[]
  readonly mirror: Mirror
}

const fields: FieldMap<VirtualServiceSpecHttp, RuleParts, SpecContext> = {
  name: (name) => (name === '' ? {} : { name }),
  match: (matches, at, context) => ({ matches: matches.map((match, index) => readHttpMatch(match, at.index(index), context)) }),
  route: (routes, at, context) => ({ backends: readRouteDestinations(routes, at, context) }),
  redirect: (redirect, at) => ({ redirect: readRedirect(redirect, at) }),
  directResponse: (response, at) => ({ response: readResponse(response, at) }),
  delegate: (delegate, at, context) => ({
    delegate: { name: delegate.name ?? '', namespace: delegate.namespace || context.namespace, place: at },
  }),
  rewrite: (rewrite, at) => ({ rewrite: readRewrite(rewrite, at) }),
  headers: (headers, at, context) => readHeaders(headers, at, context),
  timeout: (timeout, at, context) => {
    const ms = durationAt(timeout, at, context)
    return ms === undefined ? {} : ms === 0 ? { timeoutPlace: at } : { timeoutMs: ms, timeoutPlace: at }
  },
  retries: (retries, at, context) => ({ retries: readRetries(retries, at, context) }),
  mirror: (mirror, at) => ({ mirror: readMirror(mirror, at) }),
  mirrors: (mirrors, at) => ({ mirrors: readMirrors(mirrors, at) }),
  // The older spellings of the share come first: the newest that is written wins (istio:pilot/pkg/networking/core/route/route.go MirrorPercent).
  mirror_percent: (percent) => ({ mirrorPercent: percent }),
  mirrorPercent: (percent) => ({ mirrorPercent: percent }),
  mirrorPercentage: (percentage) => ({ mirrorPercent: percentage.value ?? 0 }),
  fault: (fault, at, context) => ({ fault: readFault(fault, at, context) }),
  corsPolicy: (cors, at, context) => ({ cors: readCors(cors, at, context) }),
}

/** Reads one HTTP rule. A redirect outranks a direct response, which outranks a route (istio:pilot/pkg/networking/core/route/route.go TranslateRoute). */
export function readHttpRule(rule: VirtualServiceSpecHttp, at: Place, context: SpecContext): HttpRule {
  const { name, matches, mirror, ...parts } = readFields(fields, rule, at, context)
  const single = mirror === undefined ? [] : [{ ...mirror, percent: parts.mirrorPercent ?? mirror.percent }]
  return {
    ...(name === undefined ? {} : { name }),
    matches: matches ?? [],
    action: { ...parts, kind: kindOf(parts), backends: parts.backends ?? [], mirrors: [...single, ...(parts.mirrors ?? [])] },
    place: at,
  }
}

function kindOf(parts: Partial<RuleParts>): HttpAction['kind'] {
  if (parts.delegate !== undefined) return 'delegate'
  if (parts.redirect !== undefined) return 'redirect'
  return parts.response === undefined ? 'forward' : 'respond'
}
