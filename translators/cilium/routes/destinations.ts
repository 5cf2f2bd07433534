import type { Place } from '../../../src/diagnostics/place.ts'
import type { Subset } from '../../../src/model/backend.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import { routeTargetOf } from '../../../src/resolve/routes/destination-host.ts'
import type { Attempt } from '../../gateway-api/write/obstacle.ts'
import { followedByAll } from './destination-rules.ts'

/** Where a destination of a rule leads: one port of a Service of the input, and the part of its pods that a subset names. */
export interface Destination {
  readonly service: Service
  readonly port: ServicePort
  readonly subset?: Subset
}

interface Named {
  readonly host: string
  readonly subset?: string
  readonly port?: number
  readonly place: Place
}

/**
 * Resolves a destination as the sidecar of a client does. One that is missing is refused: a sidecar answers 503 for its share of the requests, and
 * Cilium gives that share to the other destinations (measured: Cilium 1.20.2).
 */
export function destinationOf(named: Named, table: RouteTable, from: number, mesh: Mesh): Attempt<Destination> {
  const no = (what: string) => ({ obstacles: [{ place: named.place, what }] })
  if (serviceOfHost(mesh, named.host, table.namespace)?.externalName !== undefined)
    return no(`the destination \`${named.host}\`, an ExternalName Service, which has no pods of its own`)
  // The namespace of the client: a rule beside the Service that is exported to all is the same for every one.
  const found = routeTargetOf(mesh, table, named, from, { namespace: table.namespace })
  if (found.kind === 'external') return no(`the destination \`${named.host}\`, which is not a Service with pods`)
  if (found.kind === 'missing')
    return no(
      `the destination \`${named.host}\`, of which the input has no Service with that port and subset: sidecars answer 503 for its share`,
    )
  const { service, port, subsetName } = found
  if (service.headless || service.selector === undefined)
    return no(`the destination \`${named.host}\`, a Service without a selector or without a virtual IP`)
  if (subsetName === undefined) return { value: { service, port } }
  const rule = followedByAll(service, mesh)
  const subsets = typeof rule === 'string' ? [] : rule.subsets.filter(({ name }) => name === subsetName)
  const [subset] = subsets
  return subset === undefined || subsets.length > 1
    ? no(`the subset \`${subsetName}\`, for which one exported DestinationRule beside the Service is needed`)
    : { value: { service, port, subset } }
}
