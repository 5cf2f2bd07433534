import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { PathMode } from '../http/paths.ts'
import type { Requests } from '../http/requests.ts'
import type { Facts } from './facts.ts'
import type { IdentitySet } from './identity-set.ts'
import type { PortSet } from './port-set.ts'

/** Connections from some clients to some ports, and of what they carry some HTTP requests. */
export interface Box {
  readonly clients: IdentitySet
  readonly ports: PortSet
  readonly requests: Requests
}

export interface ReachContext {
  readonly facts: Facts
  /** Where findings go; an error among them means that the boxes are not to be used. */
  readonly diagnostics: Diagnostic[]
  /** The rule that is being read. */
  readonly place: Place
  /** Ports at which sidecars read HTTP: at others a condition on requests admits nothing, and a denial leaves it out. */
  readonly httpPorts: PortSet
  readonly paths: PathMode
  /** No client of the pods has an identity today. */
  readonly anonymous: boolean
}
