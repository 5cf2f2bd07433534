import type { LabelSelectorSpec } from './label-selector.ts'

export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelectorSpec
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[]
  readonly ingress?: readonly NetworkPolicyIngressRule[]
  readonly egress?: readonly NetworkPolicyEgressRule[]
}

export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

export interface NetworkPolicyEgressRule {
  readonly to?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelectorSpec
  readonly namespaceSelector?: LabelSelectorSpec
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] }
}

export interface NetworkPolicyPort {
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
  /** A number, or the name of a container port. */
  readonly port?: number | string
  readonly endPort?: number
}
