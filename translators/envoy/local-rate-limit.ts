import type { AnswerHeader, LocalRateLimit, TokenBucket } from '../../src/model/rate-limit.ts'
import type { Message } from './message.ts'

/**
 * The limit of a filter `local_ratelimit` that counts and refuses all requests alike; undefined where it has no bucket, and lets all of them through
 * (envoy:source/extensions/filters/http/local_ratelimit/local_ratelimit.cc). Shares of requests, descriptors and stages are not understood.
 */
export function readLocalRateLimit(config: Message): LocalRateLimit | undefined {
  const bucket = readBucket(config.message('tokenBucket'))
  const isEnabled = readsAll(config, 'filterEnabled')
  const isEnforced = readsAll(config, 'filterEnforced')
  const status = config.message('status')
  const code = status?.number('code')
  status?.done()
  const headers = config.list('responseHeadersToAdd').map(readAnswerHeader)
  const saysRest = readSaysRest(config)
  if (config.flag('localRateLimitPerDownstreamConnection') === true || (config.number('stage') ?? 0) !== 0) config.isOdd()
  config.ignore('@type', 'statPrefix').done()
  if (bucket === undefined) return undefined
  // Without these Envoy counts nothing, or refuses nothing: both are for no request by default (envoy:api/envoy/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto).
  if (!isEnabled || !isEnforced) config.isOdd()
  // A status below 400 is not taken (envoy:source/extensions/filters/http/local_ratelimit/local_ratelimit.h toErrorCode).
  return { kind: 'local', bucket, status: code === undefined || code < 400 ? 429 : code, headers, saysRest }
}

/** Whether answers say what is left of a limit (envoy:api/envoy/extensions/common/ratelimit/v3/ratelimit.proto XRateLimitHeadersRFCVersion). */
export function readSaysRest(config: Message): boolean {
  const version = config.text('enableXRatelimitHeaders') ?? 'OFF'
  if (version !== 'OFF' && version !== 'DRAFT_VERSION_03') config.isOdd()
  return version === 'DRAFT_VERSION_03'
}

/**
 * Envoy refuses a bucket without tokens (envoy:api/envoy/type/v3/token_bucket.proto) and intervals below 50 ms
 * (envoy:source/extensions/filters/common/local_ratelimit/local_ratelimit_impl.cc).
 */
function readBucket(message: Message | undefined): TokenBucket | undefined {
  if (message === undefined) return undefined
  const bucket = {
    maxTokens: message.number('maxTokens') ?? 0,
    tokensPerFill: message.number('tokensPerFill') ?? 1,
    fillMs: message.duration('fillInterval') ?? 0,
  }
  const isCount = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= 0xffffffff
  if (!isCount(bucket.maxTokens) || !isCount(bucket.tokensPerFill) || bucket.fillMs < 50) message.isOdd()
  message.done()
  return bucket
}

/** Whether a share is there, which has to be of all requests. */
function readsAll(config: Message, field: string): boolean {
  const share = config.message(field)
  const value = share?.message('defaultValue')
  const whole = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 }[value?.text('denominator') ?? 'HUNDRED']
  if (share !== undefined && (whole === undefined || (value?.number('numerator') ?? 0) < whole)) share.isOdd()
  value?.done()
  share?.ignore('runtimeKey').done()
  return share !== undefined
}

/** Texts with `%` are written anew by each proxy, and only one of `append` and `appendAction` may be there (envoy:source/common/router/header_parser.cc). */
function readAnswerHeader(message: Message): AnswerHeader {
  const header = message.message('header')
  const [name = '', value = ''] = [header?.text('key'), header?.text('value')]
  header?.done()
  const flag = message.flag('append')
  const action = message.text('appendAction')
  const append = flag ?? action !== 'OVERWRITE_IF_EXISTS_OR_ADD'
  if (name === '' || value.includes('%') || (flag !== undefined && action !== undefined)) message.isOdd()
  if (action !== undefined && action !== 'APPEND_IF_EXISTS_OR_ADD' && action !== 'OVERWRITE_IF_EXISTS_OR_ADD') message.isOdd()
  message.done()
  return { name, value, append }
}
