import type { PeerAuthentication } from '../../../src/model/authentication.ts'
import { complementPorts, everyPort, onePort, type PortSet, unitePorts } from '../authorization/port-set.ts'

/**
 * The ports of some pods at which one of these PeerAuthentications may want mutual TLS. Of several on one level the oldest counts; which one that
 * is may not be known, so a level is strict where one of it is.
 */
export function strictPorts(policies: readonly PeerAuthentication[], rootNamespace: string): PortSet {
  const levels = [
    policies.filter(({ attachment }) => attachment.scope === 'mesh'),
    policies.filter(({ attachment }) => attachment.scope === 'namespace'),
    policies.filter(({ attachment, namespace }) => attachment.scope === 'workloads' && namespace !== rootNamespace),
  ]
  const isStrict = levels.reduce((inherited, level) => {
    const modes = level.flatMap(({ mode }) => (mode === 'unset' ? [] : [mode]))
    // One of several may leave the mode to the level above.
    const inherits = modes.length < level.length && inherited
    return modes.length === 0 ? inherited : inherits || modes.includes('strict')
  }, false)
  const own = levels[2] ?? []
  const ports = own.flatMap((policy) => policy.ports)
  const having = (strict: boolean): PortSet =>
    ports
      .filter(({ mode }) => mode !== 'unset' && (mode === 'strict') === strict)
      .reduce<PortSet>((set, { port }) => unitePorts(set, onePort(port)), [])
  const base: PortSet = isStrict ? everyPort : []
  // Only where there is no other policy on this level is it certain that a port is not strict.
  const open = own.length === 1 ? having(false) : []
  return unitePorts(withoutPorts(base, open), having(true))
}

function withoutPorts(set: PortSet, removed: PortSet): PortSet {
  return complementPorts(unitePorts(complementPorts(set), removed))
}
