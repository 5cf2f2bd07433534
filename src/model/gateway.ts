import type { Place } from '../diagnostics/place.ts'
import type { LabelSelector } from './label-selector.ts'
import type { SettingTexts } from './setting-texts.ts'
import type { Labels } from './workload.ts'

/** A gateway at the edge of the mesh: networking.istio.io Gateway, or a Gateway API Gateway that is not a waypoint. */
export interface EdgeGateway {
  readonly api: 'istio' | 'gateway-api'
  readonly name: string
  readonly namespace: string
  /** Pods that implement it (Istio API); absent for Gateway API, where the controller makes them. */
  readonly selector?: Labels
  readonly className?: string
  /** Set where Cilium's operator makes it: its requests are routed by the proxies of nodes, and arrive as `reserved:ingress`. */
  readonly onNodes?: boolean
  readonly servers: readonly {
    readonly port: number
    readonly protocol: string
    /** Name of a Gateway API listener. */
    readonly listener?: string
    readonly hosts: readonly string[]
    /** It hands connections of other networks through by their SNI (TLS mode AUTO_PASSTHROUGH). */
    readonly autoPassthrough?: boolean
    /** Clients show a certificate or get no further: TLS mode MUTUAL or ISTIO_MUTUAL, or the validation of frontends. */
    readonly wantsCertificate?: boolean
    /** It answers plain HTTP with a redirect to HTTPS. */
    readonly redirectsToHttps?: boolean
    /** All that it says of TLS. */
    readonly tls?: SettingTexts
    readonly place: Place
  }[]
  readonly place: Place
}

/** A waypoint that is already in the input. */
export interface Waypoint {
  readonly name: string
  readonly namespace: string
  readonly className: string
  /** Istio's own proxy, or one of which it is not known here how it reads policies and routes. */
  readonly proxy: 'istio' | 'other'
  readonly traffic: 'service' | 'workload' | 'all' | 'none'
  /** Namespaces whose Services may bind to it. */
  readonly admits: 'same' | 'all' | 'none' | LabelSelector
  /** From `status.addresses`, when the input has a status: a waypoint that is not ready is bypassed. */
  readonly ready: boolean | 'unknown'
  /** Its workload identity's service account. */
  readonly serviceAccount: string
  /** It writes the client's identity into `x-forwarded-client-cert` (`ambient.istio.io/xfcc-include-client-identity`). */
  readonly writesCertificateHeader?: boolean
  readonly place: Place
}
