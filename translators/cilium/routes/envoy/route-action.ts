import type { Json } from '../../../../src/model/object.ts'
import { conjuncts } from '../../../../src/model/predicate.ts'
import type { Backend, HttpAction, HttpMatch, HttpRule, Mirror } from '../../../../src/model/route.ts'
import { quoteMeta } from '../../../gateway-api/write/regex.ts'
import { corsPolicy } from './cors-policy.ts'
import { envoyDuration } from './envoy-duration.ts'
import { authoritySetBy, headerFields } from './headers.ts'
import { envoyMatches } from './matches.ts'
import { redirectAction } from './redirect-action.ts'
import { retryPolicy } from './retry-policy.ts'

type Fields = { readonly [field: string]: Json }

/** What the routes of one port need to be written: how clusters are called, and what the mesh does by default. */
export interface EnvoyRouteContext {
  readonly port: number
  readonly defaultRetries: number
  readonly clusterOf: (named: Backend | Mirror) => string
}

/** The routes of a rule, one for each of its matches. */
export function envoyRoutes(rule: HttpRule, context: EnvoyRouteContext): readonly Fields[] {
  return envoyMatches(rule).map((match, index) => ({ match, ...actionFields(rule.action, rule.matches[index], context) }))
}

function actionFields(action: HttpAction, match: HttpMatch | undefined, context: EnvoyRouteContext): Fields {
  const { backends, requestHeaders, responseHeaders, cors } = action
  const [only, ...others] = backends
  const single = only !== undefined && others.length === 0 && action.kind === 'forward' ? only : undefined
  return {
    ...answerOf(action, context),
    ...(action.kind === 'forward' ? { route: forwarding(action, match, context) } : {}),
    ...headerFields([requestHeaders, single?.requestHeaders], [responseHeaders, single?.responseHeaders]),
    ...(cors === undefined ? {} : { typedPerFilterConfig: { 'envoy.filters.http.cors': corsPolicy(cors) } }),
  }
}

function answerOf({ kind, redirect, response }: HttpAction, { port }: EnvoyRouteContext): Fields {
  if (kind === 'redirect' && redirect !== undefined) return { redirect: redirectAction(redirect, port) }
  if (kind !== 'respond' || response === undefined) return {}
  const { status, body } = response
  const source = body === undefined ? {} : { body: 'text' in body ? { inlineString: body.text } : { inlineBytes: body.base64 } }
  return { directResponse: { status, ...source } }
}

function forwarding(action: HttpAction, match: HttpMatch | undefined, context: EnvoyRouteContext): Fields {
  const { backends, rewrite, timeoutMs = 0, retries, mirrors } = action
  const [only] = backends
  const authority =
    rewrite?.authority ?? authoritySetBy(backends.length === 1 ? only?.requestHeaders : undefined) ?? authoritySetBy(action.requestHeaders)
  const retrying = retryPolicy(retries, context.defaultRetries)
  const copies = mirrors.flatMap((mirror) => mirrorPolicy(mirror, context))
  return {
    ...(only !== undefined && backends.length === 1
      ? { cluster: context.clusterOf(only) }
      : { weightedClusters: { clusters: weighted(backends, context) } }),
    // Envoy gives up after 15 s where nothing is said; sidecars do not.
    timeout: envoyDuration(timeoutMs),
    ...(retrying === undefined ? {} : { retryPolicy: retrying }),
    ...pathRewrite(action, match),
    ...(authority === undefined ? {} : { hostRewriteLiteral: authority }),
    ...(copies.length === 0 ? {} : { requestMirrorPolicies: copies }),
  }
}

/** Destinations of weight 0 are left out, as istiod leaves them out (istio:pilot/pkg/networking/core/route/route.go). */
function weighted(backends: readonly Backend[], { clusterOf }: EnvoyRouteContext): readonly Fields[] {
  return backends
    .filter(({ weight }) => weight > 0)
    .map((backend) => ({
      name: clusterOf(backend),
      weight: backend.weight,
      ...headerFields([backend.requestHeaders], [backend.responseHeaders]),
    }))
}

/** Envoy counts shares in millionths. */
function mirrorPolicy(mirror: Mirror, { clusterOf }: EnvoyRouteContext): readonly Fields[] {
  const numerator = Math.floor(mirror.percent * 10_000)
  if (numerator <= 0) return []
  return [{ cluster: clusterOf(mirror), runtimeFraction: { defaultValue: { numerator, denominator: 'MILLION' } } }]
}

/** Envoy replaces the bytes that a prefix matched, and the whole path after any other match. */
function pathRewrite({ rewrite }: HttpAction, match: HttpMatch | undefined): Fields {
  const path = rewrite?.path
  if (path === undefined) return {}
  if (path.kind === 'regex') return regexRewrite(path.pattern, path.replacement)
  const [matched] = conjuncts(match?.predicate ?? { kind: 'all', of: [] }).flatMap((part) => (part.kind === 'path' ? [part.match] : []))
  // A prefix without regard to case is replaced as it was sent.
  if (matched?.op === 'prefix' && matched.ignoreCase === true) return regexRewrite(`(?i)^${quoteMeta(matched.value)}`, path.value)
  return { prefixRewrite: path.value }
}

function regexRewrite(pattern: string, substitution: string): Fields {
  return { regexRewrite: { pattern: { regex: pattern }, substitution } }
}
