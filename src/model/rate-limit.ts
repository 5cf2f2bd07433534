import type { Place } from '../diagnostics/place.ts'

/**
 * A limit of how many requests a proxy lets through; what comes beyond it is answered with an error. What becomes of one request depends on those that came before, which
 * no mesh says and neither evaluator knows: both decide about requests within the limits, and comparing names what counts.
 */
export type RateLimit = LocalRateLimit | GlobalRateLimit

/** Each proxy counts for itself, and each of its filter chains (envoy:source/extensions/filters/http/local_ratelimit/config.cc). */
export interface LocalRateLimit {
  readonly kind: 'local'
  readonly bucket: TokenBucket
  /** What is answered beyond the limit. */
  readonly status: number
  /** Headers of that answer. */
  readonly headers: readonly AnswerHeader[]
  /** Whether answers say what is left (`x-ratelimit-…`). */
  readonly saysRest: boolean
}

/** Requests take tokens, of which some are put back in each interval. */
export interface TokenBucket {
  readonly maxTokens: number
  readonly tokensPerFill: number
  readonly fillMs: number
}

export interface AnswerHeader {
  readonly name: string
  readonly value: string
  readonly append: boolean
}

/** A service counts for all proxies that ask it (envoy:api/envoy/extensions/filters/http/ratelimit/v3/rate_limit.proto). */
export interface GlobalRateLimit extends RateLimitService {
  readonly kind: 'global'
  readonly service: { readonly host: string; readonly port: number }
  /** What requests are counted by: each list is one question to the service. */
  readonly counted: readonly (readonly CountedBy[])[]
}

/** How a rate limit service is asked. */
export interface RateLimitService {
  readonly domain: string
  readonly timeoutMs: number
  /** Whether requests are refused while the service does not answer; otherwise they pass. */
  readonly refusesOnFailure: boolean
  readonly saysRest: boolean
}

/** One part of what a request is counted by: a header of it, or a text that is the same for all. */
export type CountedBy =
  | { readonly by: 'header'; readonly header: string; readonly key: string; readonly optional: boolean }
  | { readonly by: 'text'; readonly key: string; readonly text: string }

/**
 * One patch of an EnvoyFilter to the inbound listeners of pods that has to do with limits: a filter of all HTTP ports, what is said for the virtual hosts of all of them or
 * of Service ports with one number, and a cluster that such a filter asks.
 */
export type LimitPatch =
  /** Without a limit it only makes room for those of ports. */
  | { readonly kind: 'local'; readonly limit?: LocalRateLimit; readonly place: Place }
  | ({ readonly kind: 'global'; readonly cluster: string; readonly place: Place } & RateLimitService)
  | {
      readonly kind: 'port'
      readonly port?: number
      readonly limit?: LocalRateLimit
      readonly counted?: GlobalRateLimit['counted']
      readonly place: Place
    }
  | { readonly kind: 'cluster'; readonly name: string; readonly host: string; readonly port: number; readonly place: Place }
