import type { Place } from '../../diagnostics/place.ts'

/** Something that has to be so before the first wave: a mesh that only runs sidecars does not have it. */
export interface PreflightCheck {
  /** `istiod serves ambient mode`. */
  readonly what: string
  /** Fails on a cluster where it is not so. */
  readonly command: string
  /** What the input says: installations as IstioOperator or Istio, and objects of the control plane. Absent where it says nothing. */
  readonly shown?: { readonly holds: boolean; readonly place: Place }
}
