import { isAlias, servicesForHost } from '../../../resolve/hosts.ts'
import type { DecisionTree } from '../decision-tree.ts'
import { toAlias } from './to-alias.ts'
import { toOutside } from './to-outside.ts'
import { toService } from './to-service.ts'
import type { Asked } from './walk.ts'

export function toHost(asked: Asked, host: string, port: number): DecisionTree {
  const [owner] = servicesForHost(asked.mesh, host, '')
  if (owner === undefined || 'resolution' in owner) return toOutside(asked, { host, port }, owner)
  return isAlias(owner) ? toAlias(asked, owner, port) : toService(asked, owner, port)
}
