import type { ClientProxy } from '../../../decide/client.ts'
import type { Mutation } from '../../../model/action.ts'
import type { Mesh } from '../../../model/mesh.ts'
import type { Address } from '../../../model/request.ts'
import type { Labels } from '../../../model/workload.ts'

/** One question to one mesh: how it treats such clients at an address. */
export interface Asked {
  readonly mesh: Mesh
  readonly proxy: ClientProxy
  /** What Cilium takes the clients for. */
  readonly endpoint: 'pod' | 'world' | 'ingress'
  readonly address: Address
  readonly protocol: 'http' | 'tcp'
  /** Namespaces in which clients may see different routes. */
  readonly clientNamespaces: readonly string[]
  /** The Gateway (`namespace/name`) at which requests for a host come in from outside. */
  readonly gateway?: string
  /** Whatever policies say at that Gateway counts, those of its own pods too: the mesh to compare with may have no place for them. */
  readonly policed?: boolean
  /** The name that requests give, where it is none of the address's own. */
  readonly called?: string
  /** Requests are taken for such as a sidecar knows: with the name of what they address, or to a pod with the identity of their client. */
  readonly identified?: boolean
  /** The server name of the client's own TLS; none without. */
  readonly serverName?: string
  /** Those of the client, where it is known: Sidecars, DestinationRules and routes for bytes ask for them. */
  readonly labels?: Labels | undefined
  /** What a gateway did to requests before it sent them on. */
  readonly mutations?: readonly Mutation[]
}
