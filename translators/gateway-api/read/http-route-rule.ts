import type {
  HTTPRouteSpecRules,
  HTTPRouteSpecRulesBackendRefs,
  HTTPRouteSpecRulesRetry,
  HTTPRouteSpecRulesTimeouts,
} from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { atLeast } from '../../../src/model/dialect.ts'
import { parseDuration } from '../../../src/model/durations.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import type { Backend, HttpAction, HttpMatch, HttpRule, Retries } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { hostOf, type ReferenceParts, referenceFields } from './backend-refs.ts'
import { type FilterParts, readBackendFilters, readFilters } from './filters.ts'
import { readHttpRouteMatch, readMatchAll } from './http-route-match.ts'
import type { RouteContext } from './route-context.ts'

interface Timeouts {
  readonly requestMs: number
  readonly backendMs: number
}

/** What the fields of a rule come to, of an HTTPRoute or a GRPCRoute. */
export interface RuleParts {
  readonly name: string
  readonly matches: readonly HttpMatch[]
  readonly filters: FilterParts
  readonly backends: readonly Backend[]
  readonly retries: Retries
  readonly timeouts: Partial<Timeouts> & { readonly place: Place }
}

const backend: FieldMap<HTTPRouteSpecRulesBackendRefs, ReferenceParts & { weight: number; filters: FilterParts }, RouteContext> = {
  ...referenceFields,
  weight: (weight) => ({ weight }),
  filters: (filters, at, context) => ({ filters: readBackendFilters(filters, at, context) }),
}

const timeoutFields: FieldMap<HTTPRouteSpecRulesTimeouts, Timeouts, void> = {
  request: (text) => ({ requestMs: parseDuration(text) ?? 0 }),
  backendRequest: (text) => ({ backendMs: parseDuration(text) ?? 0 }),
}

/** The attempts of a `retry` that gives none: since Gateway API 1.7 the API server fills in one. */
function attemptsUnlessWritten({ controller, versions }: RouteContext): number {
  return atLeast(versions.gatewayApi, '1.7') ? 1 : controller.attempts
}

const retryFields: FieldMap<HTTPRouteSpecRulesRetry, Retries, RouteContext> = {
  attempts: (attempts) => ({ attempts }),
  codes: (codes, _at, { controller }) => ({ retryOn: [...codes.map(String), ...controller.retriedOn] }),
  backoff: (text) => {
    const ms = parseDuration(text)
    return ms ? { backoffMs: ms } : {}
  },
}

const fields: FieldMap<HTTPRouteSpecRules, RuleParts, RouteContext> = {
  name: (name) => ({ name }),
  matches: (matches, at, context) =>
    matches.length === 0 ? {} : { matches: matches.map((match, index) => readHttpRouteMatch(match, at.index(index), context)) },
  filters: (filters, at, context) => ({ filters: readFilters(filters, at, context) }),
  backendRefs: (references, at, context) => ({ backends: readBackendRefs(references, at, context) }),
  timeouts: (timeouts, at) => ({ timeouts: { ...readFields(timeoutFields, timeouts, at, undefined), place: at } }),
  retry: (retry, at, context) => ({
    retries: {
      attempts: attemptsUnlessWritten(context),
      retryOn: context.controller.retriedOn,
      ...readFields(retryFields, retry, at, context),
      place: at,
    },
  }),
  sessionPersistence: unread('no controller that is known here looks at it'),
}

/** Reads one rule of an HTTPRoute. A rule without matches has the path prefix `/`, by the CRD's default. */
export function readHttpRouteRule(rule: HTTPRouteSpecRules, at: Place, context: RouteContext): HttpRule {
  return ruleOf({ matches: [readMatchAll(at, context)], ...readFields(fields, rule, at, context) }, at, context)
}

/** Puts the parts of a rule together. */
export function ruleOf(
  { name, matches = [], filters, backends = [], retries, timeouts }: Partial<RuleParts>,
  place: Place,
  { controller }: RouteContext,
): HttpRule {
  return {
    ...(name === undefined ? {} : { name }),
    matches,
    action: {
      ...answer({ filters, backends }, controller, place),
      ...(filters ?? { mirrors: [] }),
      ...timesOf(retries, timeouts, controller),
    },
    place,
  }
}

export function readBackendRefs(references: readonly HTTPRouteSpecRulesBackendRefs[], at: Place, context: RouteContext): Backend[] {
  return references.map((reference, index) => readBackend(reference, at.index(index), context))
}

function readBackend(reference: HTTPRouteSpecRulesBackendRefs, place: Place, context: RouteContext): Backend {
  const { weight = 1, filters, ...target } = readFields(backend, reference, place, context)
  const { requestHeaders, responseHeaders } = filters ?? {}
  return {
    ...hostOf(target, place, context),
    weight,
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
    ...(responseHeaders === undefined ? {} : { responseHeaders }),
    place,
  }
}

/** Without a redirect and with nothing to forward to, the answer is the controller's. */
function answer(
  { filters, backends }: { readonly filters: FilterParts | undefined; readonly backends: readonly Backend[] },
  { withoutBackends }: RouteController,
  place: Place,
): Pick<HttpAction, 'kind' | 'backends' | 'response'> {
  if (filters?.redirect !== undefined) return { kind: 'redirect', backends }
  if (backends.some(({ weight }) => weight > 0)) return { kind: 'forward', backends }
  return { kind: 'respond', backends, response: { status: withoutBackends, place } }
}

/** The times that limit the whole request and each try; 0 stands for no limit. */
function timesOf(
  retries: Retries | undefined,
  timeouts: RuleParts['timeouts'] | undefined,
  { backendRequest }: RouteController,
): Pick<HttpAction, 'retries' | 'timeoutMs' | 'timeoutPlace'> {
  const { requestMs, backendMs, place } = timeouts ?? {}
  const ofTry = backendRequest === 'try' && retries !== undefined ? backendMs : undefined
  const shorter = requestMs === undefined || backendMs === undefined ? (requestMs ?? backendMs) : Math.min(requestMs, backendMs)
  const ofRequest = backendRequest === 'request' ? shorter : retries === undefined ? (backendMs ?? requestMs) : requestMs
  return {
    ...(retries === undefined ? {} : { retries: { ...retries, ...(ofTry ? { perTryTimeoutMs: ofTry } : {}) } }),
    ...(ofRequest ? { timeoutMs: ofRequest } : {}),
    ...(ofRequest === undefined || place === undefined ? {} : { timeoutPlace: place }),
  }
}
