import type { Json } from './object.ts'

/** What has to be true of a cluster before an output is applied to it. */
export interface Prerequisites {
  /** Values of Helm charts, sorted by their path. */
  readonly values: readonly HelmValue[]
  /** Custom resources that the output uses and that the chart does not install. */
  readonly crds: readonly RequiredCrds[]
}

/** One value of a chart: `envoyConfig.enabled: true` of Cilium's, for example. */
export interface HelmValue {
  readonly path: readonly string[]
  readonly value: Json
  /** What of the output needs it. */
  readonly why: string
  /** `repo:path` of the claim. */
  readonly source: string
}

/** A release of custom resource definitions, in the file that its project publishes. */
export interface RequiredCrds {
  readonly project: string
  readonly version: string
  /** One of the resources: where it is there, some release is installed. */
  readonly resource: string
  readonly url: string
  readonly why: string
  readonly source: string
}

/** The chart whose values they are, and what takes them over. */
export const ciliumRelease = { chart: 'cilium/cilium', name: 'cilium', namespace: 'kube-system' } as const
