import type { Place } from '../diagnostics/place.ts'
import type { CaptureDefaults } from './capture.ts'
import type { DataPlane } from './data-plane.ts'
import type { InjectedLabels } from './injected-labels.ts'
import { ownValue } from './own-value.ts'

export type Labels = Readonly<Record<string, string>>

/** A namespace that the input has or mentions. `place` is there when the Namespace object itself is in the input. */
export interface Namespace {
  readonly name: string
  readonly labels: Labels
  readonly annotations: Labels
  readonly place?: Place
  /** What the labels say of pods that say nothing themselves. */
  readonly dataPlane: DataPlane
  /** The label that enrols it into sidecar injection, kept for exact rollback: `istio-injection: enabled` or `istio.io/rev: R`. */
  readonly injection?: { readonly label: 'istio-injection' | 'istio.io/rev'; readonly value: string; readonly place: Place }
  readonly waypoint?: WaypointBinding
  readonly canary?: WaypointCanary
  readonly ingressUsesWaypoint?: boolean
}

/** A second waypoint that takes a share of what goes to the first. Name and share are inherited from the namespace apart from each other. */
export interface WaypointCanary {
  /** `istio.io/use-waypoint-canary`: `none`, and the empty name, opt out. */
  readonly binding?: WaypointBinding
  /** `istio.io/use-waypoint-canary-weight`, from 0 to 1; none where it is invalid, and then the canary gets nothing. */
  readonly share?: number | 'invalid'
}

/** `istio.io/use-waypoint`: `none` opts out. */
export interface WaypointBinding {
  readonly name: string
  readonly namespace: string
  readonly none: boolean
  readonly place: Place
}

export interface ContainerPort {
  readonly name?: string
  readonly port: number
  readonly protocol: string
}

/** A pod, or the pods of one template (Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Rollout), or a WorkloadEntry. */
export interface Workload {
  readonly kind: string
  readonly name: string
  readonly namespace: string
  /** Labels of the pods as they are: those of their template, and what is known of those that the injector adds. */
  readonly labels: Labels
  /** Of pods with a sidecar: what the injector adds to the labels of their template. */
  readonly injected?: InjectedLabels
  readonly annotations: Labels
  /** `default` when the template names none. */
  readonly serviceAccount: string
  readonly ports: readonly ContainerPort[]
  readonly hostNetwork: boolean
  readonly dataPlane: DataPlane
  /** The pod's own word on enrolment, when it has one: it beats the namespace. */
  readonly ownDataPlane?: { readonly value: 'inject' | 'no-inject' | 'ambient' | 'none'; readonly place: Place }
  readonly waypoint?: WaypointBinding
  /** True for gateway pods (gateway injection template or Gateway API labels): they are Envoy routers, not sidecars. */
  readonly gateway: boolean
  /** Runs to completion (Job, CronJob). */
  readonly batch: boolean
  readonly replicas?: number
  /** Commands and arguments of all containers: scripts that talk to the sidecar are found here. */
  readonly commands: readonly { readonly text: string; readonly place: Place }[]
  /** True when an init container runs before the sidecar would. */
  readonly initContainers: boolean
  /** Where a sidecar is written out in the pods themselves, as `istioctl kube-inject` leaves it: no label takes it away. */
  readonly ownProxy?: Place
  /** What the mesh says about which connections its sidecar carries, under the pod's annotations; absent where it says nothing. */
  readonly captureDefaults?: CaptureDefaults
  /** Containers that run as the sidecar's own user or group, 1337: `all`, or only `some` beside others. istio-iptables lets what they send pass. */
  readonly proxyUser?: { readonly containers: 'all' | 'some'; readonly what: string; readonly place: Place }
  /** The object. */
  readonly place: Place
  /** The pod template's metadata inside it (the object's own for a Pod): where labels and annotations of the pods are edited. */
  readonly templatePlace: Place
  /** The address that a running pod has, by its status; its next start gives it another one. */
  readonly podIp?: string
  /** For a WorkloadEntry: its address, a machine outside Kubernetes. */
  readonly address?: string
  readonly owners: readonly { readonly kind: string; readonly name: string }[]
  /** Routes and destinations that the workload's own controller rewrites (Argo Rollouts' traffic routing). */
  readonly drives?: { readonly routes: readonly string[]; readonly backendPolicies: readonly string[] }
}

/**
 * Pods whose template cannot be changed: the API server refuses every other `spec.template` of a Job (kubernetes:pkg/apis/batch/validation
 * ValidateJobSpecUpdate; measured with kube-apiserver 1.37.2: "field is immutable"). CronJobs make new Jobs of a template that may change.
 */
export function hasFixedTemplate({ kind }: Pick<Workload, 'kind'>): boolean {
  return kind === 'Job'
}

/** True when every label of the selector is among the labels. An empty selector selects everything. */
export function selects(selector: Labels, labels: Labels): boolean {
  // Without a list of entries: every pod of a namespace is asked for every policy.
  for (const key in selector) if (Object.hasOwn(selector, key) && ownValue(labels, key) !== selector[key]) return false
  return true
}

/** True when a label that the selector asks for has another value: no pod with these labels is selected, whatever other labels it has. */
export function contradicts(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).some(([key, value]) => Object.hasOwn(labels, key) && labels[key] !== value)
}
