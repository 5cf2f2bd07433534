import type { Mesh } from '../mesh.ts'
import { clientSide } from './client.ts'
import type { Request } from './request.ts'
import type { Truth } from './truth.ts'
import type { Decision } from './verdict.ts'
import { toHost } from './walk/to-host.ts'
import { toPod } from './walk/to-pod.ts'
import { toService } from './walk/to-service.ts'
import type { Walk } from './walk/walk.ts'

export interface DecideOptions {
  /** What the external authorizers answer; default: nobody knows. */
  readonly externalAllows?: Truth
}

/**
 * Decides one request: the reference evaluator. It walks the enforcement points that the request meets, each with its own view, and is
 * written to be read, not to be fast. A point that denies ends the walk.
 */
export function decide(mesh: Mesh, request: Request, options: DecideOptions = {}): Decision {
  const walk: Walk = { mesh, request, client: clientSide(mesh, request.client), externalAllows: options.externalAllows ?? 'unknown' }
  const { address } = request
  switch (address.kind) {
    case 'service':
      return toService(walk, address)
    case 'pod':
      return toPod(walk, address)
    case 'host':
      return toHost(walk, address)
  }
}
