import type { Mesh } from '../model/mesh.ts'
import type { Request } from '../model/request.ts'
import type { Decision } from '../model/verdict.ts'
import { aroundNeeds, aroundSidecar } from '../resolve/attach/around-sidecar.ts'
import type { Truth } from '../resolve/truth.ts'
import { type ClientSide, clientSides } from './client.ts'
import { toHost } from './walk/to-host.ts'
import { toPod } from './walk/to-pod.ts'
import { toService } from './walk/to-service.ts'
import { ended, sameOutcome, type Walk } from './walk/walk.ts'

/** What a decision assumes of what no manifest says. */
export interface DecideOptions {
  /** What the external authorizers answer; default: unknown. */
  readonly externalAllows?: Truth
  /** Whether requests are taken for such as a sidecar knows: with the name of what they address, or to a pod with the identity of their client. */
  readonly identified?: boolean
  /** The Istio of the proxies, such as `1.30`: before 1.31 routes look at the lines of a header as one text. Default: the newest. */
  readonly istio?: string
}

/**
 * Decides one request: the reference evaluator. It walks the enforcement points that the request meets, each with its own view, and is
 * written to be read, not to be fast. A point that denies ends the walk.
 */
export function decide(mesh: Mesh, request: Request, options: DecideOptions = {}): Decision {
  const [client, ...otherwise] = clientSides(mesh, request.client)
  const follow = (side: ClientSide): Decision =>
    followed({
      mesh,
      request,
      client: side,
      externalAllows: options.externalAllows ?? 'unknown',
      ...(options.identified === true ? { identified: true } : {}),
      ...(options.istio === undefined ? {} : { istio: options.istio }),
    })
  const around = client.workload === undefined ? false : aroundSidecar(client.workload, request.address)
  if (around === false) {
    const decided = follow(client)
    return otherwise.map(follow).every((other) => isSettled(decided, other))
      ? decided
      : ended('undetermined', [], `the Namespace ${client.namespace}`)
  }
  const without = follow({ ...client, proxy: 'none', identity: undefined })
  if (around === true) return without
  const through = follow(client)
  return sameOutcome(through, without) ? through : ended('undetermined', [], aroundNeeds(client.workload!))
}

function followed(walk: Walk): Decision {
  const { address } = walk.request
  switch (address.kind) {
    case 'service':
      return toService(walk, address)
    case 'pod':
      return toPod(walk, address)
    case 'host':
      return toHost(walk, address)
  }
}

/** Whether a request fares alike with a sidecar of the client and without one; one that is denied in either case is denied. */
function isSettled(one: Decision, other: Decision): boolean {
  return sameOutcome(one, other) || (one.verdict === 'denied' && other.verdict === 'denied')
}
