import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Namespace, Workload } from '../../../src/model/workload.ts'

/** A reason for which a Service (or ServiceEntry) has to be bound to a waypoint: the field that ztunnel cannot carry. */
export interface Need {
  readonly target: Service | ExternalHost
  readonly cause: Place
  /** Completes "needs a waypoint because of …". */
  readonly why: string
  /** True when access depends on the waypoint, so that traffic which bypasses it has to be denied. */
  readonly decidesAccess: boolean
}

/**
 * A reason to leave workloads on their sidecars: something that decides their access cannot be said in ambient mode. Holding back is
 * what makes a refusal safe: what is not translated goes on being enforced where it was.
 */
export interface HoldBack {
  readonly subject: { readonly workload: Workload } | { readonly namespace: string } | 'mesh'
  readonly cause: Diagnostic
}

export interface WaypointRef {
  readonly name: string
  readonly namespace: string
  /** `trust-domain/ns/N/sa/S` */
  readonly principal: string
  readonly serviceAccount: string
  /** False when the waypoint is in the input already. */
  readonly isNew: boolean
}

/**
 * What moves, what stays, and which Services get a waypoint: made once from the mesh, read by every emitter. Emitters never decide
 * topology by themselves.
 */
export interface Migration {
  /** The mesh, without what is attached to gateways alone. */
  readonly mesh: Mesh
  /** All of it. */
  readonly input: Mesh
  readonly options: EmitOptions
  /** True for namespaces that run sidecars (or may, when the input does not say) and of which not everything stays. */
  moves(namespace: string): boolean
  /**
   * True for those of which no workload stays: the Namespace is enrolled. Of the others only pods are, one by one, so that those which the input
   * does not have keep their sidecars.
   */
  movesWhole(namespace: string): boolean
  /** True for pods that leave their sidecar. */
  workloadMoves(workload: Workload): boolean
  /** Pods known to back a Service, by selector; empty also when none is in the input. */
  workloadsOf(service: Service): readonly Workload[]
  servicesOf(workload: Workload): readonly Service[]
  /** The waypoint a Service is bound to in the target; undefined when traffic goes straight to ztunnel. */
  waypointOf(target: Service | ExternalHost): WaypointRef | undefined
  /** Why it is bound, the gravest first. */
  needsOf(target: Service | ExternalHost): readonly Need[]
  /** Services bound to a waypoint, sorted by namespace and name. */
  readonly bound: readonly (Service | ExternalHost)[]
  readonly holdBacks: readonly HoldBack[]
  /** Policies that the pods of a Service had on their sidecars. */
  policiesOf(service: Service): AppliedPolicies
  /** The same for one workload. */
  policiesOfWorkload(workload: Workload): AppliedPolicies
  /** Pods that stay on sidecars although their namespace is not `none`: held back, gateways. Namespace-wide policies still matter to them. */
  readonly staying: readonly Workload[]
  /** Whether a workload is one of them. */
  stays(workload: Workload): boolean
  /** Pods that stay for a reason of their own or of their peers, in namespaces that are not held as a whole. */
  readonly stayingAlone: readonly Workload[]
  /** Bound Services whose pods had the policy on their sidecars, sorted. */
  servicesUnder(policy: AuthorizationPolicy | RequestAuthentication): readonly Service[]
  /** What is bound to a waypoint. */
  servedBy(waypoint: WaypointRef): readonly (Service | ExternalHost)[]
  workloadsIn(namespace: string): readonly Workload[]
  servicesIn(namespace: string): readonly Service[]
  namespaceNamed(name: string): Namespace | undefined
  /** Names of namespaces that move, sorted. */
  readonly movingNamespaces: readonly string[]
}

export interface AppliedPolicies {
  readonly authorization: readonly AuthorizationPolicy[]
  readonly requests: readonly RequestAuthentication[]
}
