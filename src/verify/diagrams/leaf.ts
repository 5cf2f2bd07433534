import type { Node } from '../../algebra/diagram.ts'
import type { ActionSettings, Mutation } from '../../model/action.ts'
import type { ProxyAnswer, Recipient } from '../symbolic/recipient.ts'

/** What becomes of one class of requests: a leaf of the decision diagrams. `yes` and `no` are the leaves of plain conditions. */
export type Outcome =
  | { readonly kind: 'no' | 'yes' }
  /** No client sends such requests. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'denied'; readonly barred?: true }
  | { readonly kind: 'unreachable' }
  /** `among`: the diagrams of what it may be; `about`: what it depends on, by value. */
  | { readonly kind: 'unknown'; readonly needs: string; readonly among?: readonly Node[]; readonly about?: string }
  | { readonly kind: 'answered'; readonly answer: ProxyAnswer }
  | { readonly kind: 'sent'; readonly settings: readonly PartSettings[]; readonly arrivals: readonly DecidedArrival[] }
  /** An outcome, and whether pods that it does not lead to would let the same request in at their own address. */
  | Beside

export interface Beside {
  readonly kind: 'beside'
  readonly outcome: Outcome
  /** Names of recipients. */
  readonly admits: readonly string[]
  readonly refuses: readonly string[]
  /** What becomes of the same request at addresses by which a sidecar knows the destination; only where it may not. */
  readonly named?: readonly Outcome[]
  /** What becomes of it at the pod's own address with the identity of its client; only beside Services. */
  readonly own?: Outcome
}

/** What routes do besides; `share` where they do it to a share of the requests only. */
export type PartSettings = ActionSettings & { readonly share?: number }

export interface DecidedArrival {
  readonly destination: Recipient
  readonly share: number
  readonly mutations: readonly Mutation[]
  readonly allowed: boolean
  /** What proxies wrote on the way, by name, with what would settle whether it is the same; only where the meshes differ in it. */
  readonly written?: Readonly<Record<string, string>>
}
