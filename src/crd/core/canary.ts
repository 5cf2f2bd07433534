/** `flagger.app` Canary: a controller that shifts traffic between two copies of a workload. */
export interface CanarySpec {
  readonly targetRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string }
  readonly service?: { readonly name?: string; readonly gateways?: readonly string[] }
  /** Empty or absent: as the installation says. */
  readonly provider?: string
}
