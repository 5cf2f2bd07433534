import type { Place } from '../diagnostics/place.ts'
import type { PolicyTarget } from './authorization.ts'
import type { Atom, Predicate, TextMatch } from './predicate.ts'
import type { RouteControllerName } from './route-controller.ts'

/**
 * How requests for some hosts are routed: an ordered list of rules, the first that matches decides. A table is written by one
 * object; several tables can speak of one host, and who wins is the mesh's business (semantics of VirtualService and routes differ).
 */
export interface RouteTable {
  readonly name: string
  readonly namespace: string
  /** Whose proxies follow it, as it is here: another controller may make another table of the same object. */
  readonly controller: RouteControllerName
  /** Hosts as written. `resolveHost` makes them full names. */
  readonly hosts: readonly { readonly host: string; readonly place: Place }[]
  /** Who evaluates it: sidecars (`mesh`), and gateways by `namespace/name`. */
  readonly bindings: readonly RouteBinding[]
  /** Namespaces whose clients see it; `*`, `.` or names. Absent means the mesh's default. */
  readonly exportTo?: readonly string[]
  /** `first-match`: as listed. `specificity`: Gateway API's sort (path type, length, method, headers, queries). */
  readonly order: 'first-match' | 'specificity'
  readonly http: readonly HttpRule[]
  readonly tls: readonly StreamRule[]
  readonly tcp: readonly StreamRule[]
  readonly creationTimestamp?: string
  readonly owners: readonly { readonly kind: string; readonly name: string }[]
  /** A table without hosts of its own that others delegate to. */
  readonly delegateOnly: boolean
  readonly place: Place
}

export type RouteBinding =
  | { readonly to: 'mesh'; readonly place?: Place }
  /** All of the gateway, or what a Gateway API parentRef names of it: a listener, those of a port. */
  | {
      readonly to: 'gateway'
      readonly namespace: string
      readonly name: string
      readonly listener?: string
      readonly port?: number
      readonly place: Place
    }
  /** A route attached to a Service or ServiceEntry (Gateway API parentRef), for one port or all. */
  | { readonly to: 'service'; readonly target: PolicyTarget; readonly namespace: string; readonly port?: number; readonly place: Place }

export interface HttpRule {
  readonly name?: string
  /** Any of them; an empty list matches every request. */
  readonly matches: readonly HttpMatch[]
  readonly action: HttpAction
  readonly place: Place
}

export interface HttpMatch {
  readonly name?: string
  readonly statPrefix?: string
  /** Conjunction of atoms and negated atoms. `client-labels` and `client-namespace` atoms are conditions on the client. */
  readonly predicate: Predicate
  /** Service port that the request must be for. */
  readonly port?: number
  /** Gateways that this match is limited to, as `namespace/name`, or `mesh`. */
  readonly gateways?: readonly string[]
  /** `ignoreUriCase` as written: also there when no path is compared, because a delegate must agree with its root about it. */
  readonly ignorePathCase?: boolean
  /** Conditions on the client that are written but that nothing evaluates, because `gateways` is set; not part of the predicate. */
  readonly unevaluated?: readonly Atom[]
  readonly place: Place
}

export interface HttpAction {
  readonly kind: 'forward' | 'redirect' | 'respond' | 'delegate'
  readonly backends: readonly Backend[]
  readonly redirect?: Redirect
  readonly response?: {
    readonly status: number
    readonly body?: { readonly text: string } | { readonly base64: string }
    readonly place: Place
  }
  readonly delegate?: { readonly name: string; readonly namespace: string; readonly place: Place }
  readonly rewrite?: Rewrite
  readonly requestHeaders?: HeaderMutation
  readonly responseHeaders?: HeaderMutation
  /** Milliseconds; 0 and absent both mean no timeout in Istio, so 0 is read as absent with its place kept in `timeoutPlace`. */
  readonly timeoutMs?: number
  readonly timeoutPlace?: Place
  readonly retries?: Retries
  readonly mirrors: readonly Mirror[]
  /** The share of a rule's single mirror, 0 to 100, when it is written: root and delegate hand it down apart from the mirror. */
  readonly mirrorPercent?: number
  readonly fault?: Fault
  readonly cors?: Cors
}

export interface Backend {
  /** As written; `resolveHost` makes it a full name. */
  readonly host: string
  readonly subset?: string
  /** Absent: the only port of the destination, or the port of the request. */
  readonly port?: number
  /** As the mesh counts: absent weights of several VirtualService destinations are 0, of HTTPRoute backends 1. */
  readonly weight: number
  readonly requestHeaders?: HeaderMutation
  readonly responseHeaders?: HeaderMutation
  readonly place: Place
}

export interface HeaderMutation {
  readonly set: readonly { readonly name: string; readonly value: string; readonly place: Place }[]
  readonly add: readonly { readonly name: string; readonly value: string; readonly place: Place }[]
  readonly remove: readonly { readonly name: string; readonly place: Place }[]
  readonly place: Place
}

/** `prefix` replaces the matched byte prefix (or the whole path when the match is not a prefix); `segment-prefix` and `full` are Gateway API's. */
export interface Rewrite {
  readonly path?:
    | { readonly kind: 'prefix' | 'segment-prefix' | 'full'; readonly value: string }
    | { readonly kind: 'regex'; readonly pattern: string; readonly replacement: string }
  readonly authority?: string
  readonly place: Place
}

export interface Redirect {
  readonly status: number
  readonly scheme?: string
  readonly authority?: string
  readonly port?: number | 'protocol-default' | 'request-port'
  readonly path?: { readonly kind: 'full' | 'prefix' | 'segment-prefix'; readonly value: string }
  readonly place: Place
}

export interface Retries {
  /** 0 switches retries off. */
  readonly attempts: number
  readonly perTryTimeoutMs?: number
  /** As written, split at commas; absent means the mesh default. */
  readonly retryOn?: readonly string[]
  readonly remoteLocalities?: boolean
  readonly ignorePreviousHosts?: boolean
  readonly backoffMs?: number
  readonly place: Place
}

export interface Mirror {
  readonly host: string
  readonly subset?: string
  readonly port?: number
  /** 0 to 100, fractions allowed. */
  readonly percent: number
  /** True for the rule's single mirror (`mirror`), which takes its share from the rule; members of a list have their own. */
  readonly single?: boolean
  readonly place: Place
}

export interface Fault {
  readonly delay?: { readonly percent: number; readonly ms: number; readonly place: Place }
  readonly abort?: { readonly percent: number; readonly httpStatus?: number; readonly grpcStatus?: string; readonly place: Place }
  readonly place: Place
}

export interface Cors {
  readonly allowOrigins: readonly { readonly match: TextMatch; readonly place: Place }[]
  readonly allowMethods: readonly string[]
  readonly allowHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly maxAgeMs?: number
  readonly allowCredentials?: boolean
  readonly unmatchedPreflights: 'forward' | 'ignore'
  readonly place: Place
}

/** A TCP or TLS rule. */
export interface StreamRule {
  readonly matches: readonly StreamMatch[]
  readonly backends: readonly Backend[]
  readonly place: Place
}

export interface StreamMatch {
  readonly sniHosts: readonly string[]
  readonly destinationSubnets: readonly string[]
  readonly sourceSubnets: readonly string[]
  readonly port?: number
  readonly clientLabels?: Readonly<Record<string, string>>
  readonly clientNamespace?: string
  /** Gateways that this match is limited to, as `namespace/name`, or `mesh`. */
  readonly gateways?: readonly string[]
  readonly place: Place
}
