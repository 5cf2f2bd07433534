import type { Service } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { aliasEnd, isUnseenService, servicesForHost } from '../../resolve/hosts.ts'
import { toOutside } from './to-outside.ts'
import { toPort } from './to-port.ts'
import { ended, type Walk } from './walk.ts'

/** A request to the name of an ExternalName Service: DNS answers with the address of another host, on whose ports it arrives. */
export function toAlias(walk: Walk, alias: Service & { readonly externalName: string }, number: number): Decision {
  const { mesh } = walk
  const end = aliasEnd(mesh, alias)
  if (end === undefined) return ended('unreachable')
  const [owner] = servicesForHost(mesh, end, alias.namespace)
  if (owner === undefined && isUnseenService(mesh, end)) return ended('undetermined', [], `the Service ${end}`)
  if (owner === undefined || 'resolution' in owner) return toOutside(walk, { host: end, port: number, called: alias.host }, owner)
  const port = owner.ports.find((candidate) => candidate.port === number)
  return port === undefined ? ended('unreachable') : toPort(walk, owner, port, alias.host)
}
