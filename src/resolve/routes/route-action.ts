import { RE2JS } from 're2js'
import type { ActionSettings, Mutation } from '../../model/action.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import { conjuncts, type PathMatch } from '../../model/predicate.ts'
import type { Backend, HeaderMutation, HttpAction, Retries } from '../../model/route.ts'
import type { Workload } from '../../model/workload.ts'
import { policiesOf } from '../attachment.ts'
import { backing } from '../services.ts'
import type { ChainRule } from './chain-rule.ts'
import { destinationText, type RouteTarget, routeTargetOf } from './destination-host.ts'

/**
 * What a rule does to requests on their way to one of its backends, in Envoy's order: headers are taken away, set, then added; the
 * operations of a backend come before those of the rule, and its only backend's before all (istio:pilot/pkg/networking/core/route/route.go).
 */
export function requestMutations(rule: ChainRule, backend?: Backend): readonly Mutation[] {
  const { rewrite, requestHeaders, backends } = rule.rule.action
  const own = headerMutations(backend?.requestHeaders)
  const common = headerMutations(requestHeaders)
  const headers = backends.length === 1 ? [...common, ...own] : [...own, ...common]
  const path = pathMutation(rule)
  // An authority that is rewritten wins over one that is set as a header.
  const authority = rewrite?.authority
  const kept = authority === undefined ? headers : headers.filter(({ kind }) => kind !== 'authority')
  return [
    ...kept,
    ...(path === undefined ? [] : [path]),
    ...(authority === undefined ? [] : [{ kind: 'authority', value: authority } as const]),
  ]
}

function headerMutations(mutation: HeaderMutation | undefined): Mutation[] {
  if (mutation === undefined) return []
  const named = (kind: 'set-header' | 'add-header', list: HeaderMutation['set']): Mutation[] =>
    list.flatMap(({ name, value }): Mutation[] => {
      const lower = name.toLowerCase()
      if (lower === 'host' || lower === ':authority') return [{ kind: 'authority', value }]
      return lower.startsWith(':') ? [] : [{ kind, name: lower, value }]
    })
  return [
    ...mutation.remove.map(({ name }): Mutation => ({ kind: 'remove-header', name: name.toLowerCase() })),
    ...named('set-header', mutation.set),
    ...named('add-header', mutation.add),
  ]
}

/** What the path match of a rule compares with, where it has one. */
export function matchedPath({ match }: ChainRule): PathMatch | undefined {
  if (match === undefined) return undefined
  const [path] = conjuncts(match.predicate).flatMap((part) => (part.kind === 'path' ? [part.match] : []))
  return path
}

function pathMutation(rule: ChainRule): Mutation | undefined {
  const path = rule.rule.action.rewrite?.path
  if (path === undefined) return undefined
  const match = matchedPath(rule)
  switch (path.kind) {
    case 'regex':
      return { kind: 'replace-regex', pattern: path.pattern, replacement: path.replacement }
    case 'full':
      return { kind: 'replace-path', value: path.value }
    case 'prefix':
      return prefixRewrite(match, path.value)
    case 'segment-prefix': {
      const drop = match !== undefined && 'value' in match ? match.value.replace(/\/+$/, '') : ''
      const put = path.value.replace(/\/+$/, '')
      // On the prefix `/` Istio replaces that one character (istio#54920); an empty replacement keeps one slash.
      return drop === '' ? replacePrefix('/', put === '' ? '/' : put) : replacePrefix(drop, put)
    }
  }
}

/** Envoy's prefix_rewrite: of an exact or regex match the whole path is replaced, without a path match the leading slash. */
function prefixRewrite(match: PathMatch | undefined, put: string): Mutation | undefined {
  if (match === undefined) return replacePrefix('/', put)
  switch (match.op) {
    case 'prefix':
      return match.ignoreCase === true
        ? { kind: 'replace-regex', pattern: `(?i)^${RE2JS.quote(match.value)}`, replacement: put }
        : replacePrefix(match.value, put)
    case 'segment-prefix':
      return replacePrefix(match.value, put)
    case 'exact':
    case 'suffix':
    case 'regex':
    case 'present':
    case 'non-empty':
    case 'template':
      return { kind: 'replace-path', value: put }
  }
}

/** Equal functions in equal words: what `drop` and `put` end with in common is not replaced. */
function replacePrefix(from: string, to: string): Mutation | undefined {
  let [drop, put] = [from, to]
  while (drop !== '' && put !== '' && drop.at(-1) === put.at(-1)) {
    drop = drop.slice(0, -1)
    put = put.slice(0, -1)
  }
  return drop === '' && put === '' ? undefined : { kind: 'replace-prefix', drop, put }
}

/** What a rule does besides, in canonical form. */
export function settingsOf(mesh: Mesh, rule: ChainRule, backend?: Backend): ActionSettings {
  const { action } = rule.rule
  const timeout = action.timeoutMs === undefined || action.timeoutMs === 0 ? {} : { timeoutMs: action.timeoutMs }
  const retries = retriesOf(mesh, action.retries)
  const fault = faultOf(action)
  return {
    ...timeout,
    ...(retries === undefined ? {} : { retries }),
    mirrors: action.mirrors.flatMap((mirror) =>
      mirror.percent === 0
        ? []
        : [
            {
              destination: mirrorText(mesh, routeTargetOf(mesh, rule.table, mirror, rule.port ?? 0, rule), rule.waypoint),
              percent: mirror.percent,
            },
          ],
    ),
    ...(fault === undefined ? {} : { fault }),
    ...(action.cors === undefined ? {} : { cors: corsText(action.cors) }),
    responseHeaders: [...responseOperations(backend?.responseHeaders), ...responseOperations(action.responseHeaders)],
  }
}

/** Copies that a waypoint sends come as the waypoint itself, which counts where pods have policies. */
function mirrorText(mesh: Mesh, destination: RouteTarget, waypoint: Waypoint | undefined): string {
  const guarded = destination.kind === 'service' && backing(mesh, destination.service).some((pod) => guardsPods(mesh, pod))
  const sender = waypoint === undefined || !guarded ? '' : ` as waypoint ${waypoint.namespace}/${waypoint.name}`
  return `${destinationText(destination)}${sender}`
}

/** Whether a policy speaks of a pod. */
function guardsPods(mesh: Mesh, pod: Workload): boolean {
  const { authorization, requestAuthentication } = policiesOf(mesh, pod)
  return authorization.some(({ dryRun }) => !dryRun) || requestAuthentication.length > 0
}

const defaultRetryOn = ['cancelled', 'connect-failure', 'refused-stream', 'unavailable']

/** Undefined where it is what the mesh does anyway (istio:pilot/pkg/networking/core/route/retry/retry.go). */
function retriesOf(mesh: Mesh, retries: Retries | undefined): ActionSettings['retries'] | undefined {
  if (retries === undefined) return undefined
  const attempts = mesh.settings.defaultRetryAttempts ?? 2
  if (retries.attempts === 0) return attempts === 0 ? undefined : 'off'
  const retryOn =
    retries.retryOn === undefined ? undefined : [...new Set(retries.retryOn)].filter((one) => one !== 'retriable-status-codes').sort()
  const same = retryOn === undefined || JSON.stringify(retryOn) === JSON.stringify(defaultRetryOn)
  const result = {
    attempts: retries.attempts,
    ...(retries.perTryTimeoutMs === undefined ? {} : { perTryTimeoutMs: retries.perTryTimeoutMs }),
    ...(same ? {} : { retryOn }),
    ...(retries.backoffMs === undefined ? {} : { backoffMs: retries.backoffMs }),
  }
  return result.attempts === attempts && Object.keys(result).length === 1 ? undefined : result
}

function faultOf({ fault }: HttpAction): ActionSettings['fault'] | undefined {
  const delay = fault?.delay
  const abort = fault?.abort
  const result = {
    ...(delay === undefined || delay.percent === 0 ? {} : { delay: { percent: delay.percent, ms: delay.ms } }),
    ...(abort === undefined || abort.percent === 0
      ? {}
      : { abort: { percent: abort.percent, status: String(abort.httpStatus ?? abort.grpcStatus ?? 'unknown') } }),
  }
  return Object.keys(result).length === 0 ? undefined : result
}

function corsText(cors: NonNullable<HttpAction['cors']>): string {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAgeMs, allowCredentials, unmatchedPreflights } = cors
  return JSON.stringify({
    allowOrigins: allowOrigins.map(({ match }) => match),
    allowMethods: [...allowMethods].sort(),
    allowHeaders: [...allowHeaders].sort(),
    exposeHeaders: [...exposeHeaders].sort(),
    maxAgeMs,
    allowCredentials: allowCredentials === true,
    unmatchedPreflights,
  })
}

function responseOperations(mutation: HeaderMutation | undefined): string[] {
  if (mutation === undefined) return []
  return [
    ...mutation.remove.map(({ name }) => `remove ${name.toLowerCase()}`),
    ...mutation.set.map(({ name, value }) => `set ${name.toLowerCase()}=${value}`),
    ...mutation.add.map(({ name, value }) => `add ${name.toLowerCase()}=${value}`),
  ]
}
