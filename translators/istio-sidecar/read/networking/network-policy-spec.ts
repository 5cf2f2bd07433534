/** A Kubernetes label selector. */
export interface LabelSelectorSpec {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly LabelRequirementSpec[]
}

export interface LabelRequirementSpec {
  readonly key?: string
  readonly operator?: string
  readonly values?: readonly string[]
}

/** The spec of a networking.k8s.io NetworkPolicy. */
export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelectorSpec
  readonly policyTypes?: readonly string[]
  readonly ingress?: readonly NetworkPolicyIngress[]
  readonly egress?: readonly NetworkPolicyEgress[]
}

export interface NetworkPolicyIngress {
  readonly from?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

export interface NetworkPolicyEgress {
  readonly to?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelectorSpec
  readonly namespaceSelector?: LabelSelectorSpec
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] }
}

export interface NetworkPolicyPort {
  readonly protocol?: string
  readonly port?: number | string
  readonly endPort?: number
}
