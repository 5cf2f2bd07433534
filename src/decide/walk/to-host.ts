import type { Request } from '../../model/request.ts'
import type { Service } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { isAlias, servicesForHost } from '../../resolve/hosts.ts'
import { byGateway } from './by-gateway.ts'
import { toAlias } from './to-alias.ts'
import { toOutside } from './to-outside.ts'
import { toPort } from './to-port.ts'
import { ended, type Walk } from './walk.ts'

/** A request to a host by name: one that a ServiceEntry declares, one of the cluster after all, or one that nothing in the input declares. */
export function toHost(walk: Walk, { host, port }: Extract<Request['address'], { kind: 'host' }>): Decision {
  const { mesh, request, client } = walk
  if (request.client.kind === 'ingress' && request.client.gateway !== undefined) return byGateway(walk, request.client.gateway, host, port)
  const [owner] = servicesForHost(mesh, host, client.namespace ?? '')
  return owner === undefined || 'resolution' in owner ? toOutside(walk, { host, port }, owner) : toOwnService(walk, owner, port)
}

function toOwnService(walk: Walk, service: Service, number: number): Decision {
  if (isAlias(service)) return toAlias(walk, service, number)
  const port = service.ports.find((candidate) => candidate.port === number)
  return port === undefined ? ended('unreachable') : toPort(walk, service, port)
}
