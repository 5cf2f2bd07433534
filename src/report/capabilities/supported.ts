import { atLeast, type Capability, type TargetVersions } from '../../model/dialect.ts'

/** A capability of a target, and what the chosen releases have of it. */
export interface SupportedCapability extends Capability {
  /** What the chosen versions support; `none` where a version or channel is missing. */
  readonly here: Capability['support']
}

export function capabilitiesFor(capabilities: readonly Capability[], versions: TargetVersions): SupportedCapability[] {
  return capabilities.map((capability) => ({ ...capability, here: supported(capability, versions) ? capability.support : 'none' }))
}

function supported({ since }: Capability, versions: TargetVersions): boolean {
  if (since === undefined) return true
  return (
    (since.istio === undefined || atLeast(versions.istio, since.istio)) &&
    (since.gatewayApi === undefined || atLeast(versions.gatewayApi, since.gatewayApi)) &&
    (since.cilium === undefined || atLeast(versions.cilium, since.cilium)) &&
    (since.channel === undefined || versions.gatewayApiChannel === since.channel)
  )
}
