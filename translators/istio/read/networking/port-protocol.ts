import { ownValue } from '../../../../src/model/own-value.ts'
import type { PortProtocol } from '../../../../src/model/service.ts'
import { protocolNames } from '../../../kubernetes/read/port-protocol.ts'

/**
 * How Istio treats a port whose `protocol` is written as a name, in any case. A name it does not know, and none at all, are sniffed
 * (istio:pkg/config/protocol/instance.go Parse). Databases are opaque TCP to policies.
 */
export function namedProtocol(name: string | undefined): PortProtocol {
  return ownValue(protocolNames, (name ?? '').toLowerCase()) ?? 'auto'
}
