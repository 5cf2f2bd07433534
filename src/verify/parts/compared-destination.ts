import type { Address } from '../../model/request.ts'
import type { MovedGateway } from './moved-gateway.ts'

/** One address to compare. */
export interface ComparedDestination {
  /** `Service shop/cart:80`, `pods shop/cart-v1:8080` or `host api.example.com:443`. */
  readonly name: string
  /** Namespaces that have to do with it: that of the address, those of what its routes lead to. */
  readonly namespaces: readonly string[]
  readonly address: Address
  /** The Gateway (`namespace/name`) at which such requests come in; only it is asked then. */
  readonly gateway?: string
  /** The Gateway of Istio at which the mesh before is asked, where a Gateway of Cilium is new. */
  readonly moved?: MovedGateway
  /** The name that requests give, where clients' sidecars may route it otherwise than the Service's own; asked of such clients only. */
  readonly called?: string
  /** The server name of the client's own TLS, where routes look at it; only bytes are sent then. */
  readonly serverName?: string
  /** What to ask the mesh before, where it does not have this address: the pods (`ns/name`) behind a Service that is new. */
  readonly instead?: { readonly address: Address; readonly pods: string }
  /** Services, ServiceEntries and pods (`namespace/name`), and names of other hosts, that an announcement may speak of. */
  readonly services: readonly string[]
  readonly workloads: readonly string[]
  readonly hosts: readonly string[]
}
