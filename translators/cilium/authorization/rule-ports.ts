import { isAtom, type Predicate } from '../../../src/model/predicate.ts'
import { complementPorts, everyPort, intersectPorts, onePort, type PortSet, unitePorts } from './port-set.ts'

/** The container ports at which a predicate may match. */
export interface RulePorts {
  readonly ports: PortSet
  /** True where it asks for nothing else: every connection to these ports matches. */
  readonly asksForNothingElse: boolean
}

export function rulePorts(predicate: Predicate): RulePorts {
  if (isAtom(predicate)) {
    const isPort = predicate.kind === 'destination-port' && predicate.of === 'container'
    return { ports: isPort ? onePort(predicate.port) : everyPort, asksForNothingElse: isPort }
  }
  if (predicate.kind === 'not') {
    const { ports, asksForNothingElse } = rulePorts(predicate.of)
    return { ports: asksForNothingElse ? complementPorts(ports) : everyPort, asksForNothingElse }
  }
  const parts = predicate.of.map(rulePorts)
  const sets = parts.map(({ ports }) => ports)
  return {
    ports: predicate.kind === 'all' ? sets.reduce(intersectPorts, everyPort) : sets.reduce(unitePorts, []),
    asksForNothingElse: parts.every((part) => part.asksForNothingElse),
  }
}
