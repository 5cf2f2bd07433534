import type { TargetVersions } from '../../../src/model/dialect.ts'
import type { Backend, Mirror, StreamRule } from '../../../src/model/route.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { type Attempt, failed, type Obstacle } from './obstacle.ts'

/** A Service as a route names it; without a namespace it is in that of the route. */
export interface BackendReference {
  readonly name: string
  readonly namespace?: string
  readonly port: number
}

/** Where a route is being written: one port of one Service, for one controller. */
export interface RouteSite {
  readonly port: number
  readonly versions: TargetVersions
  readonly controller: RouteController
  /** What cannot be said exactly is added here. */
  readonly obstacles: Obstacle[]
}

/** Where an HTTPRoute is being written. */
export interface HttpRouteSite extends RouteSite {
  /** Names the Service of a destination: the target decides what stands for a host, a subset, a port that is not written. */
  readonly referenceTo: (named: Backend | Mirror) => Attempt<BackendReference>
}

/** Where a TLSRoute or a TCPRoute is being written. */
export interface StreamRouteSite extends RouteSite {
  /** The only server name that TLS rules of the controller can be for; absent where any can be. */
  readonly serverName?: string
  /** Names the Services of a rule, in the order of its destinations. */
  readonly referencesOf: (rule: StreamRule) => Attempt<readonly BackendReference[]>
}

/** What was attempted; what stands in the way is added to the obstacles of the site. */
export function attained<T>(attempt: Attempt<T>, { obstacles }: RouteSite): T | undefined {
  if (!failed(attempt)) return attempt.value
  obstacles.push(...attempt.obstacles)
  return undefined
}
