import type { Backend, HttpAction, Mirror, Redirect, Retries, Rewrite } from '../../../../src/model/route.ts'
import type { Message } from '../../../envoy/message.ts'
import type { ClusterTarget } from './clusters.ts'
import { readHeaderOptions } from './headers.ts'
import { readPattern } from './string-match.ts'

export type Clusters = ReadonlyMap<string, ClusterTarget>

type Forwarding = Pick<HttpAction, 'backends' | 'mirrors' | 'rewrite' | 'timeoutMs' | 'retries'>

/** Where a route sends requests (envoy:api/envoy/config/route/v3/route_components.proto RouteAction). */
export function readRouteAction(message: Message, clusters: Clusters): Forwarding {
  const { place } = message
  const rewrite = readRewrite(message)
  const timeoutMs = readTimeout(message)
  const action: Forwarding = {
    backends: readBackends(message, clusters),
    mirrors: message.list('requestMirrorPolicies').flatMap((policy) => readMirror(policy, clusters)),
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(timeoutMs === 0 ? {} : { timeoutMs }),
    retries: readRetries(message.message('retryPolicy')) ?? { attempts: 0, place },
  }
  message.ignore('hashPolicy', 'idleTimeout', 'upgradeConfigs').done()
  return action
}

function readBackends(message: Message, clusters: Clusters): readonly Backend[] {
  const named = (at: Message, name: string, weight: number): readonly Backend[] => {
    const target = clusters.get(name)
    if (target === undefined) at.isOdd()
    return target === undefined ? [] : [{ ...target, weight, place: at.place }]
  }
  const name = message.text('cluster')
  const several = message.message('weightedClusters')
  if (several === undefined) return named(message, name ?? '', 1)
  const backends = several.list('clusters').flatMap((cluster) => {
    const requestHeaders = readHeaderOptions(cluster, 'request')
    const responseHeaders = readHeaderOptions(cluster, 'response')
    const own = named(cluster, cluster.text('name') ?? '', cluster.number('weight') ?? 0)
    cluster.done()
    return own.map((backend) => ({
      ...backend,
      ...(requestHeaders === undefined ? {} : { requestHeaders }),
      ...(responseHeaders === undefined ? {} : { responseHeaders }),
    }))
  })
  several.ignore('totalWeight').done()
  if (name !== undefined || backends.every(({ weight }) => weight === 0)) several.isOdd()
  return backends
}

/** Without a limit of its own a route has Envoy's 15 seconds, unless it limits streams, where 0 is not a limit. */
function readTimeout(message: Message): number {
  const streams = message.message('maxStreamDuration')
  const longest = streams?.duration('maxStreamDuration')
  streams?.done()
  if (longest !== undefined && longest !== 0) streams?.isOdd()
  return message.duration('timeout') ?? (streams === undefined ? 15_000 : 0)
}

function readRetries(message: Message | undefined): Retries | undefined {
  if (message === undefined) return undefined
  const codes = message.numbers('retriableStatusCodes').map(String)
  const causes = (message.text('retryOn') ?? '').split(',').map((cause) => cause.trim())
  const perTryTimeoutMs = message.duration('perTryTimeout')
  const backOff = message.message('retryBackOff')
  const backoffMs = backOff?.duration('baseInterval')
  backOff?.ignore('maxInterval').done()
  const retries: Retries = {
    attempts: message.number('numRetries') ?? 1,
    retryOn: [...codes, ...causes].filter((cause) => cause !== ''),
    ...(perTryTimeoutMs ? { perTryTimeoutMs } : {}),
    ...(backoffMs === undefined ? {} : { backoffMs }),
    place: message.place,
  }
  message.ignore('hostSelectionRetryMaxAttempts', 'retryHostPredicate').done()
  return retries
}

function readRewrite(message: Message): Rewrite | undefined {
  const authority = message.text('hostRewriteLiteral')
  const prefix = message.text('prefixRewrite')
  const pattern = message.message('regexRewrite')
  const path: Rewrite['path'] =
    pattern === undefined
      ? prefix === undefined
        ? undefined
        : { kind: 'prefix', value: prefix }
      : { kind: 'regex', pattern: readPattern(pattern.message('pattern')), replacement: pattern.text('substitution') ?? '' }
  pattern?.done()
  if (prefix !== undefined && pattern !== undefined) message.isOdd()
  if (authority === undefined && path === undefined) return undefined
  return { ...(path === undefined ? {} : { path }), ...(authority === undefined ? {} : { authority }), place: message.place }
}

const hundredths: Readonly<Record<string, number>> = { HUNDRED: 1, TEN_THOUSAND: 100, MILLION: 10_000 }

function readMirror(message: Message, clusters: Clusters): readonly Mirror[] {
  const target = clusters.get(message.text('cluster') ?? '')
  const fraction = message.message('runtimeFraction')
  const share = fraction?.message('defaultValue')
  const percent = share === undefined ? 100 : (share.number('numerator') ?? 0) / (hundredths[share.text('denominator') ?? 'HUNDRED'] ?? 1)
  share?.done()
  fraction?.done()
  message.done()
  if (target === undefined) message.isOdd()
  return target === undefined ? [] : [{ ...target, percent, place: message.place }]
}

const redirectCodes: Readonly<Record<string, number>> = {
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
}

/** Where a route tells clients to go. */
export function readRedirectAction(message: Message): Redirect {
  const status = redirectCodes[message.text('responseCode') ?? 'MOVED_PERMANENTLY']
  const scheme = message.flag('httpsRedirect') === true ? 'https' : message.text('schemeRedirect')
  const authority = message.text('hostRedirect')
  const port = message.number('portRedirect')
  const full = message.text('pathRedirect')
  const prefix = message.text('prefixRewrite')
  if (status === undefined || (full !== undefined && prefix !== undefined)) message.isOdd()
  message.done()
  return {
    status: status ?? 301,
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { authority }),
    ...(port === undefined ? {} : { port }),
    ...(full === undefined ? {} : { path: { kind: 'full', value: full } }),
    ...(prefix === undefined ? {} : { path: { kind: 'prefix', value: prefix } }),
    place: message.place,
  }
}
