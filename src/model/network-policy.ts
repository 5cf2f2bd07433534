import type { Place } from '../diagnostics/place.ts'
import type { LabelSelector } from './label-selector.ts'

/** A Kubernetes NetworkPolicy. */
export interface NetworkPolicy {
  readonly name: string
  readonly namespace: string
  readonly pods: LabelSelector
  readonly directions: readonly ('ingress' | 'egress')[]
  readonly ingress: readonly NetworkRule[]
  readonly egress: readonly NetworkRule[]
  readonly place: Place
}

export interface NetworkRule {
  /** Any of them; an empty list means every peer. */
  readonly peers: readonly (
    | { readonly kind: 'pods'; readonly pods?: LabelSelector; readonly namespaces?: LabelSelector; readonly place: Place }
    | { readonly kind: 'range'; readonly cidr: string; readonly except: readonly string[]; readonly place: Place }
  )[]
  /** Any of them; an empty list means every port. */
  readonly ports: readonly {
    readonly transport: 'TCP' | 'UDP' | 'SCTP'
    readonly port?: number | string
    readonly endPort?: number
    readonly place: Place
  }[]
  readonly place: Place
}
