import type { Place } from '../diagnostics/place.ts'
import type { Request } from '../model/request.ts'
import type { UnreadInput } from '../model/unread.ts'
import type { Decision } from '../model/verdict.ts'

/** `identified`: it comes of nothing but the identity that the client has now, where its connection was anonymous. */
export type DifferenceVerdict = 'wider' | 'narrower' | 'rerouted' | 'undetermined' | 'identified'

/** What comparing two meshes found. */
export interface Comparison {
  /** How many parts were compared, by verdict. A part is one address of one destination, asked by one kind of client. */
  readonly parts: Readonly<Record<'equal' | DifferenceVerdict, number>>
  /** Sorted: the gravest verdict first, then by destination. */
  readonly differences: readonly Difference[]
  /** What the meshes have that decides requests and that was not compared. */
  readonly outside: readonly OutsideModel[]
  /** What was taken for granted, one sentence each. */
  readonly assumptions: readonly string[]
  /** What is in the meshes' input and was not read: the comparison knows nothing of it. */
  readonly unread: readonly UnreadInput[]
  /** True when the user vouches that nothing unread decides about requests (`--assume unread-reviewed`). */
  readonly unreadReviewed: boolean
  /** The traffic that its differences were held against; absent where none was looked at. */
  readonly traffic?: { readonly files: readonly string[]; readonly series: number }
}

/** Differences with one cause: the same deciding rules on both sides, the same verdict. */
export interface Difference {
  readonly verdict: DifferenceVerdict
  /** The destinations, such as `Service shop/cart:80` or `pods shop/cart-v1:8080`; the first is the witness's. */
  readonly destinations: readonly string[]
  /** The kinds of clients, such as `pods that leave their sidecars`; the first is the witness's. */
  readonly clients: readonly string[]
  /** A short name of all that the difference covers: destinations, clients, requests, and what becomes of them on both sides, by value. */
  readonly covers: string
  /** Absent only for `undetermined`. */
  readonly witness?: Witness
  /** For `undetermined`: what would settle it, or which limit was hit. */
  readonly needs?: string
  /** For `rerouted`: what differs, such as `destination`, `path`, `timeout`. */
  readonly changed: readonly string[]
  /** Parts of the comparison that it was found in. */
  readonly parts: number
  /** Classes of requests behind it, over all parts; Infinity is never used: at least 1. */
  readonly classes: number
  /** What explains it beside the rules, such as a label that names a waypoint which is not there. Absent where nothing does. */
  readonly causes?: readonly { readonly what: string; readonly place: Place }[]
  /** Set for pod ports that no Service leads to, where only the identity of clients makes the difference. */
  readonly withoutService?: true
  /** The finding of the emitter that announced it. Wider differences are never announced. */
  readonly announcedBy?: Announcement
  /** Set when the user ruled out this kind of client; printed under the assumptions. */
  readonly assumedAway?: string
  /** Set for what is let in because a check of tokens, an authorizer or a limit is at the nodes of clients, for who asked for that (US5100, US5180, US5187). */
  readonly failsOpen?: true
  /** The entry of the accept-list that silences it; `by` is who accepts it, where the file says so. */
  readonly acceptedBy?: { readonly reason: string; readonly expires: string; readonly by?: string }
  /** Set when the report that `--baseline` names has exactly this difference: what is reviewed does not add it. */
  readonly inBaseline?: true
  /** What traffic that was seen says of it; absent where none was looked at, and for `identified`. It changes no verdict. */
  readonly traffic?: TrafficEvidence
}

/** What was seen between clients and destinations of a difference: who sends to whom, and nothing of the requests themselves. */
export interface TrafficEvidence {
  /** `no`: nothing was sent by such a client to such a destination. `unknown`: what was sent may be of it, or may not. */
  readonly seen: 'yes' | 'no' | 'unknown'
  /** What was seen, or may be of it: the most first. */
  readonly between: readonly SeenBetween[]
  /** Why it is not certain, each reason once. */
  readonly because: readonly string[]
}

/** What one client sends to one destination. */
export interface SeenBetween {
  readonly from: string
  readonly to: string
  /** By unit; of several proxies that count the same requests, what the one counted that counted the most. */
  readonly amounts: readonly { readonly unit: string; readonly amount: number; readonly refused: number }[]
  /** Where it stands: `traffic.json data.result[3]`. */
  readonly series: readonly string[]
}

/** A request, and what both meshes decide about it. */
export interface Witness {
  readonly request: Request
  /** What the mesh before was asked where it has no such address: the pods behind a Service that is new. */
  readonly requestBefore?: Request
  /** What the external authorizers answer in it; absent when none is asked. */
  readonly externalAllows?: boolean
  readonly before: Decision
  readonly after: Decision
}

/** The finding of an emitter that announced a difference, with its place in the input. */
export interface Announcement {
  readonly code: string
  readonly message: string
  readonly place?: Place
}

/** Something whose effect on requests is outside the model (an EnvoyFilter, a Wasm plugin, an external authorizer, …). */
export interface OutsideModel {
  readonly what: string
  readonly place: Place
}
