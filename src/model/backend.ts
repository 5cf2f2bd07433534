import type { Place } from '../diagnostics/place.ts'
import type { Json } from './object.ts'
import type { Labels } from './workload.ts'

/** How connections to a host's endpoints are made (a DestinationRule as written). */
export interface BackendPolicy {
  readonly name: string
  readonly namespace: string
  readonly host: string
  readonly hostPlace: Place
  readonly exportTo?: readonly string[]
  /** Only clients with these labels follow it. */
  readonly clientSelector?: Labels
  /** A policy of the Gateway API: it fills in what the DestinationRules of the host leave unset. */
  readonly fillsIn?: true
  readonly policy?: TrafficPolicy
  readonly subsets: readonly Subset[]
  readonly creationTimestamp?: string
  readonly owners: readonly { readonly kind: string; readonly name: string }[]
  readonly place: Place
}

export interface Subset {
  readonly name: string
  readonly labels: Labels
  readonly policy?: TrafficPolicy
  readonly place: Place
}

/**
 * What is done to connections, by topic. Each topic keeps its settings as they were written, with their place: targets either carry
 * a topic whole or do not, and nothing decides access by its inside, except for `tls`, which is opened.
 */
export interface TrafficPolicy {
  readonly topics: readonly TrafficTopic[]
  readonly tls?: OriginatedTls
  readonly ports: readonly {
    readonly port: number
    readonly topics: readonly TrafficTopic[]
    readonly tls?: OriginatedTls
    readonly place: Place
  }[]
  readonly place: Place
}

export interface TrafficTopic {
  readonly name: 'load-balancing' | 'connection-pool' | 'outlier-detection' | 'tunnel' | 'proxy-protocol' | 'retry-budget'
  readonly settings: Json
  readonly place: Place
}

export interface OriginatedTls {
  readonly mode: 'disable' | 'simple' | 'mutual' | 'mesh'
  readonly settings: Json
  readonly place: Place
}
