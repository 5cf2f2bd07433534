import type { Request } from '../../model/request.ts'
import type { Decision } from '../../model/verdict.ts'
import { isAlias } from '../../resolve/hosts.ts'
import { findService } from '../../resolve/services.ts'
import { toAlias } from './to-alias.ts'
import { toPort } from './to-port.ts'
import { ended, type Walk } from './walk.ts'

/** A request to a Service's name: its virtual IP, or pod addresses where it has none. */
export function toService(walk: Walk, address: Extract<Request['address'], { kind: 'service' }>): Decision {
  const service = findService(walk.mesh, address.namespace, address.name)
  if (service === undefined) return ended('undetermined', [], `the Service ${address.namespace}/${address.name}`)
  const port = service.ports.find((candidate) => candidate.port === address.port)
  if (port === undefined) return ended('unreachable')
  return isAlias(service) ? toAlias(walk, service, port.port) : toPort(walk, service, port)
}
