import type { Workload } from '../../../model/workload.ts'
import { enforcementAt, enforcementDoubt, enforcementNeeds } from '../../../resolve/attach/enforcement.ts'
import { remappedDoubt, remappedNeeds, remappedPort } from '../../../resolve/attach/ingress-listener.ts'
import { policiesOf } from '../../../resolve/attachment.ts'
import { declaredProtocols, understandsHttp } from '../../../resolve/declared-protocol.ts'
import { perMesh } from '../../../resolve/host-index.ts'
import { allOf, alwaysTrue, type Condition, unknown, unknownOneOf } from '../condition.ts'
import type { UnfollowedChange } from '../decision-tree.ts'
import { writtenByTokens } from '../rules/token.ts'
import type { Connection, Inbound } from './arrival.ts'
import { sidecarAllows } from './destination-sidecar.ts'
import { ztunnelLetsIn } from './destination-ztunnel.ts'

/** The requests that a pod's own enforcement lets in: its sidecar's, its ztunnel's, or all where nothing of the mesh captures the port. */
export function podAllows(inbound: Inbound): Condition {
  const { mesh, pod, port, protocol, connection } = inbound
  // Every address that leads to a pod asks the same of it, unless routes rewrote the request.
  if (connection.mutations.length > 0) return enforced(inbound)
  const conditions = conditionsAt(mesh)
  const known = conditions.get(pod) ?? new Map<string, Condition>()
  conditions.set(pod, known)
  const key = JSON.stringify([port, protocol, connection])
  const condition = known.get(key) ?? enforced(inbound)
  known.set(key, condition)
  return condition
}

const conditionsAt = perMesh(() => new WeakMap<Workload, Map<string, Condition>>())

function enforced(inbound: Inbound): Condition {
  const { mesh, pod, port, connection } = inbound
  switch (enforcementAt(mesh, pod, port, connection)) {
    case 'unknown': {
      const atProxy = { ...connection, identity: connection.identityAtProxy ?? connection.identity }
      const planes = [sidecarAllows({ ...inbound, connection: atProxy }), alwaysTrue]
      return unknownOneOf(planes, enforcementDoubt(mesh, pod, port), enforcementNeeds(pod))
    }
    case 'none':
      return alwaysTrue
    case 'sidecar': {
      const listener = remappedPort(mesh, pod, port)
      const led = listener === undefined ? alwaysTrue : unknown(remappedDoubt(mesh, pod, port), remappedNeeds(pod, listener))
      return allOf([led, sidecarAllows(inbound)])
    }
    case 'ztunnel':
      return ztunnelLetsIn(inbound)
  }
}

/** What the pod's own proxy makes of the requests that it lets in. */
export function podWrites({
  mesh,
  pod,
  port,
  protocol,
  connection,
}: Omit<Inbound, 'connection'> & { readonly connection: Pick<Connection, 'tunnelled'> }): readonly UnfollowedChange[] {
  const mayBeSidecar = { sidecar: true, unknown: true, ztunnel: false, none: false }[enforcementAt(mesh, pod, port, connection)]
  if (protocol !== 'http' || !mayBeSidecar) return []
  const declared = declaredProtocols(mesh, pod, port)
  const http = declared.length === 0 || declared.some((one) => understandsHttp(one, protocol))
  return http ? writtenByTokens(policiesOf(mesh, pod).requestAuthentication) : []
}
