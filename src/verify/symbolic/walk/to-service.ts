import type { Service } from '../../../model/service.ts'
import { isAlias } from '../../../resolve/hosts.ts'
import { type DecisionTree, unreachable } from '../decision-tree.ts'
import { toAlias } from './to-alias.ts'
import { toPort } from './to-port.ts'
import type { Asked } from './walk.ts'

/** To the name of a Service and a port that it declares. */
export function toService(asked: Asked, service: Service, number: number): DecisionTree {
  const port = service.ports.find((candidate) => candidate.port === number)
  if (port === undefined) return unreachable
  return isAlias(service) ? toAlias(asked, service, number) : toPort(asked, service, port)
}
