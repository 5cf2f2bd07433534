import type { Place } from '../diagnostics/place.ts'
import type { SettingTexts } from './setting-texts.ts'
import type { Labels, WaypointBinding, WaypointCanary } from './workload.ts'

/** How Istio treats the bytes on a port. `auto` is sniffed: both HTTP and TCP are possible. */
export type PortProtocol = 'http' | 'http2' | 'grpc' | 'tcp' | 'tls' | 'https' | 'udp' | 'auto' | 'other'

export interface ServicePort {
  readonly name?: string
  readonly port: number
  /** A number, or the name of a container port; equals `port` when the Service gives none. */
  readonly targetPort: number | string
  readonly protocol: PortProtocol
  /** As written, where it is: Cilium's operator looks at it itself. */
  readonly appProtocol?: string
  /** The layer-4 protocol. */
  readonly transport: 'TCP' | 'UDP' | 'SCTP'
  readonly place: Place
}

/** A Kubernetes Service. */
export interface Service {
  readonly name: string
  readonly namespace: string
  /** `name.namespace.svc.<cluster domain>` */
  readonly host: string
  readonly labels: Labels
  readonly annotations: Labels
  /** Absent for a Service without a selector. */
  readonly selector?: Labels
  readonly ports: readonly ServicePort[]
  /** `clusterIP: None`: clients get pod addresses, there is no virtual IP. */
  readonly headless: boolean
  readonly externalName?: string
  /** How connections from outside of the cluster reach it, and from where; absent for a Service that takes none. */
  readonly fromOutside?: SettingTexts
  /** Which of its pods are its endpoints, and how clients are spread over them (`publishNotReadyAddresses`); absent where nothing is said. */
  readonly endpointSettings?: SettingTexts
  readonly exportTo?: readonly string[]
  readonly waypoint?: WaypointBinding
  readonly canary?: WaypointCanary
  readonly ingressUsesWaypoint?: boolean
  readonly owners: readonly { readonly kind: string; readonly name: string }[]
  readonly place: Place
}

/** A ServiceEntry: hosts that are not Kubernetes Services, inside or outside the mesh. */
export interface ExternalHost {
  readonly name: string
  readonly namespace: string
  readonly hosts: readonly string[]
  readonly addresses: readonly string[]
  readonly ports: readonly {
    readonly name: string
    readonly port: number
    readonly targetPort?: number
    readonly protocol: PortProtocol
    readonly place: Place
  }[]
  readonly location: 'external' | 'internal'
  readonly resolution: 'none' | 'static' | 'dns' | 'dns-round-robin' | 'dynamic-dns'
  readonly endpoints: readonly {
    readonly address: string
    readonly labels: Labels
    readonly ports: Readonly<Record<string, number>>
    readonly place: Place
  }[]
  readonly workloadSelector?: Labels
  readonly exportTo?: readonly string[]
  readonly subjectAltNames: readonly string[]
  readonly labels: Labels
  readonly waypoint?: WaypointBinding
  readonly canary?: WaypointCanary
  readonly ingressUsesWaypoint?: boolean
  readonly place: Place
}
