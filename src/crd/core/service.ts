export interface ServiceSpec {
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  /** `None` for a headless Service, the empty string for one that is still to be given an address. */
  readonly clusterIP?: string
  readonly clusterIPs?: readonly string[]
  readonly selector?: Readonly<Record<string, string>>
  readonly ports?: readonly ServicePortSpec[]
  readonly externalName?: string
  readonly externalIPs?: readonly string[]
  readonly publishNotReadyAddresses?: boolean
  readonly internalTrafficPolicy?: string
  readonly externalTrafficPolicy?: string
  readonly loadBalancerClass?: string
  readonly loadBalancerSourceRanges?: readonly string[]
  readonly sessionAffinity?: string
  readonly trafficDistribution?: string
}

export interface ServicePortSpec {
  readonly name?: string
  readonly port?: number
  /** A number, or the name of a container port. */
  readonly targetPort?: number | string
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
  readonly appProtocol?: string
  readonly nodePort?: number
}
