import type { Mutation } from '../../../model/action.ts'
import type { Mesh } from '../../../model/mesh.ts'
import type { Workload } from '../../../model/workload.ts'
import type { SeenIdentity } from '../rules/view.ts'

/** How requests arrive at a pod: who the connection comes from, and what was done to the request on the way. */
export interface Connection {
  readonly identity: SeenIdentity
  /** The identity if a proxy should receive it, where the input does not say whether one does. */
  readonly identityAtProxy?: SeenIdentity
  readonly peer: 'client' | 'unknown'
  /** Carried by HBONE. */
  readonly tunnelled: boolean
  readonly mutations: readonly Mutation[]
}

/** Requests of one protocol that arrive at a port of a pod, such as HTTP at port 8080 of `shop/cart`. */
export interface Inbound {
  readonly mesh: Mesh
  readonly pod: Workload
  readonly port: number
  readonly protocol: 'http' | 'tcp'
  readonly connection: Connection
}
