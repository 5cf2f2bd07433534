import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { Json } from '../../../src/model/object.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import type { NamedBackend } from '../routes/port-routes.ts'

/** The pods that a check is for, and the Services that lead to them. */
export interface CheckedPods {
  readonly pods: readonly Workload[]
  readonly services: readonly Service[]
}

/** What sidecars check of requests and the proxies of clients' nodes would check in their place: tokens, what an authorizer answers, or how many there are. */
export interface NodeCheck<Subject> {
  readonly subject: Subject
  readonly attachment: Attachment
  readonly place: Place
  /** What it is said in, where that is more than one object. */
  readonly places?: readonly Place[]
  /** Why it cannot be said at nodes; `written` where an earlier conversion has written it for all Services. */
  obstacle(checked: CheckedPods, written: boolean): string | undefined
  /** Why it cannot be said of one pod beside the other checks of the pod. */
  obstacleAt(pod: Workload): string | undefined
  /** The filters of Envoy that check requests for a port of a Service, in a config of a name (`shop/web-80`); none where nothing is to be checked there. */
  filters(port: ServicePort, checked: CheckedPods, config: string): readonly EnvoyFields[]
  /** Destinations that the filters ask, beside those of the requests. */
  readonly asked: readonly NamedBackend[]
  /** Clusters of hosts that they ask outside. */
  readonly clusters: readonly EnvoyFields[]
  /** What a rate limit service counts the requests for a port by. */
  counted?(port: ServicePort): readonly EnvoyFields[]
  /** Whether an earlier conversion has written it for a Service. */
  isWritten(service: Service, checked: CheckedPods): boolean
  written(ports: readonly string[], bypasses: readonly string[]): readonly Diagnostic[]
  /** It stays on sidecars. */
  stays(reason: string): readonly Diagnostic[]
  /** Completes "…  as CUSTOM of X has the sidecars of the pods do it". */
  readonly why: string
}

/** A message of Envoy's API. */
export type EnvoyFields = { readonly [field: string]: Json }
