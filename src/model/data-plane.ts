/**
 * How a workload takes part in the mesh. `unknown` means that the input does not say: no Namespace object, no label, no
 * annotation, so that a revision webhook or the platform decides.
 */
export type DataPlane = 'sidecar' | 'ambient' | 'none' | 'unknown'

/** What is so for the pods of a data plane; `maybe` where the input does not say. */
interface DataPlaneFacts {
  /** Whether a sidecar of Istio runs in the pods. */
  readonly sidecar: 'yes' | 'maybe' | 'no'
  /** Whether ztunnel certainly captures what reaches the pods and what leaves them: HBONE, and waypoints on the way. */
  readonly ztunnel: boolean
  /** Whether the mesh gives the pods a workload identity, such as `cluster.local/ns/shop/sa/cart`. */
  readonly identity: 'yes' | 'maybe' | 'no'
}

const facts: Readonly<Record<DataPlane, DataPlaneFacts>> = {
  sidecar: { sidecar: 'yes', ztunnel: false, identity: 'yes' },
  ambient: { sidecar: 'no', ztunnel: true, identity: 'yes' },
  none: { sidecar: 'no', ztunnel: false, identity: 'no' },
  unknown: { sidecar: 'maybe', ztunnel: false, identity: 'maybe' },
}

export function mayHaveSidecars(plane: DataPlane): boolean {
  return facts[plane].sidecar !== 'no'
}

/** Whether a sidecar certainly runs in the pods, or is injected once they start. */
export function hasSidecar(plane: DataPlane | undefined): boolean {
  return plane !== undefined && facts[plane].sidecar === 'yes'
}

export function isCapturedByZtunnel(plane: DataPlane | undefined): boolean {
  return plane !== undefined && facts[plane].ztunnel
}

export function hasIdentity(plane: DataPlane): DataPlaneFacts['identity'] {
  return facts[plane].identity
}
