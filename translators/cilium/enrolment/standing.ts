import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { Workload } from '../../../src/model/workload.ts'

/** Something of Istio that the output leaves in place, and that only sidecars enforce or follow. */
export interface Standing {
  /** Names it: `AuthorizationPolicy shop/tokens`. */
  readonly what: string
  /** Absent for input of which no object is known. */
  readonly place?: Place
  /** The pods that it is for, where these are all that it keeps on sidecars. */
  readonly attachment?: Attachment
  /** Whether pods need their sidecar for it. */
  readonly holds: (pods: Workload) => boolean
  /** Whether pods of a namespace may need theirs that the input does not have. */
  readonly holdsIn: (namespace: string) => boolean
}

/** What holds everything. */
export const everywhere: Pick<Standing, 'holds' | 'holdsIn'> = { holds: () => true, holdsIn: () => true }
