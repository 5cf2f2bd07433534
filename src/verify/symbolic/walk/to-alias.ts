import type { Service } from '../../../model/service.ts'
import { aliasEnd, isUnseenService, servicesForHost } from '../../../resolve/hosts.ts'
import { type DecisionTree, unreachable } from '../decision-tree.ts'
import { toOutside } from './to-outside.ts'
import { toPort } from './to-port.ts'
import type { Asked } from './walk.ts'

/** To where DNS leads the name of an ExternalName Service. */
export function toAlias(asked: Asked, alias: Service & { readonly externalName: string }, number: number): DecisionTree {
  const { mesh } = asked
  const end = aliasEnd(mesh, alias)
  if (end === undefined) return unreachable
  const [owner] = servicesForHost(mesh, end, alias.namespace)
  if (owner === undefined && isUnseenService(mesh, end)) return { kind: 'unknown', needs: `the Service ${end}` }
  if (owner === undefined || 'resolution' in owner) return toOutside(asked, { host: end, port: number, called: alias.host }, owner)
  const port = owner.ports.find((candidate) => candidate.port === number)
  return port === undefined ? unreachable : toPort(asked, owner, port, alias.host)
}
