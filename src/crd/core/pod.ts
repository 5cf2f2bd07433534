import type { ObjectMeta } from './object-meta.ts'

/** The part of a pod's spec that a mesh reads. */
export interface PodSpec {
  readonly serviceAccountName?: string
  /** The deprecated alias of `serviceAccountName`. */
  readonly serviceAccount?: string
  readonly automountServiceAccountToken?: boolean
  readonly hostNetwork?: boolean
  readonly containers?: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly ephemeralContainers?: readonly Container[]
  readonly securityContext?: SecurityContext
  readonly restartPolicy?: string
  readonly terminationGracePeriodSeconds?: number
  readonly dnsPolicy?: string
  readonly nodeSelector?: Readonly<Record<string, string>>
  readonly volumes?: readonly Volume[]
}

export interface Container {
  readonly name?: string
  readonly image?: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: readonly EnvVar[]
  readonly ports?: readonly ContainerPortSpec[]
  readonly livenessProbe?: Probe
  readonly readinessProbe?: Probe
  readonly startupProbe?: Probe
  readonly lifecycle?: Lifecycle
  /** `Always` on an init container makes it a native sidecar. */
  readonly restartPolicy?: string
  readonly securityContext?: SecurityContext
}

export interface EnvVar {
  readonly name?: string
  readonly value?: string
  readonly valueFrom?: unknown
}

export interface ContainerPortSpec {
  readonly name?: string
  readonly containerPort?: number
  readonly hostPort?: number
  readonly protocol?: string
}

export interface Probe {
  readonly httpGet?: HttpGetAction
  readonly tcpSocket?: { readonly port?: number | string }
  readonly grpc?: { readonly port?: number; readonly service?: string }
  readonly exec?: ExecAction
}

export interface HttpGetAction {
  readonly path?: string
  readonly port?: number | string
  readonly host?: string
  readonly scheme?: string
}

export interface ExecAction {
  readonly command?: readonly string[]
}

export interface Lifecycle {
  readonly preStop?: LifecycleHandler
  readonly postStart?: LifecycleHandler
}

export interface LifecycleHandler {
  readonly exec?: ExecAction
  readonly httpGet?: HttpGetAction
}

export interface SecurityContext {
  readonly runAsUser?: number
  readonly runAsGroup?: number
}

export interface Volume {
  readonly name?: string
}

/** What a workload makes its pods from. */
export interface PodTemplateSpec {
  readonly metadata?: ObjectMeta
  readonly spec?: PodSpec
}
