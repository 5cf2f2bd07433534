import type { LabelSelectorSpec } from './label-selector.ts'
import type { ObjectMeta } from './object-meta.ts'
import type { PodTemplateSpec } from './pod.ts'

/** The shape that Deployment, StatefulSet, DaemonSet, ReplicaSet and Argo's Rollout share. */
export interface ReplicatedSpec {
  readonly replicas?: number
  readonly selector?: LabelSelectorSpec
  readonly template?: PodTemplateSpec
}

export interface DeploymentSpec extends ReplicatedSpec {
  readonly paused?: boolean
}

export interface StatefulSetSpec extends ReplicatedSpec {
  /** The headless Service that gives each pod its name. */
  readonly serviceName?: string
}

export interface DaemonSetSpec {
  readonly selector?: LabelSelectorSpec
  readonly template?: PodTemplateSpec
}

/** ReplicationController and OpenShift's DeploymentConfig: their selector is a map of labels. */
export interface ByLabelsSpec {
  readonly replicas?: number
  readonly selector?: Readonly<Record<string, string>>
  readonly template?: PodTemplateSpec
}

export type ReplicaSetSpec = ReplicatedSpec

/** `argoproj.io` Rollout: a Deployment whose controller may also rewrite VirtualServices and DestinationRules. */
export interface RolloutSpec extends ReplicatedSpec {
  /** A Deployment that holds the pod template instead of `template`. */
  readonly workloadRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string }
  readonly strategy?: {
    readonly canary?: RolloutStrategy & { readonly stableService?: string; readonly canaryService?: string }
    readonly blueGreen?: { readonly activeService?: string; readonly previewService?: string }
  }
}

export interface RolloutStrategy {
  readonly trafficRouting?: {
    readonly istio?: {
      readonly virtualService?: RolloutVirtualService
      readonly virtualServices?: readonly RolloutVirtualService[]
      readonly destinationRule?: {
        readonly name?: string
        readonly canarySubsetName?: string
        readonly stableSubsetName?: string
      }
    }
  }
}

export interface RolloutVirtualService {
  readonly name?: string
  readonly routes?: readonly string[]
}

export interface JobSpec {
  readonly selector?: LabelSelectorSpec
  readonly parallelism?: number
  readonly completions?: number
  readonly template?: PodTemplateSpec
}

export interface CronJobSpec {
  readonly schedule?: string
  readonly suspend?: boolean
  readonly jobTemplate?: { readonly metadata?: ObjectMeta; readonly spec?: JobSpec }
}
