import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../../../src/model/service.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Services and ServiceEntries of bare addresses behind a waypoint: what the addresses lead to may be any pod, which then sees the identity
 * of the waypoint in place of the client's, and whose policies that waypoint does not have. Clients on sidecars pass no waypoint, so they stay.
 */
export function unknownEndpointHoldBacks(migration: Migration): HoldBack[] {
  const { mesh } = migration
  if (migration.movingNamespaces.length === 0 || !decidesAccess(mesh)) return []
  const targets: (Service | ExternalHost)[] = [...mesh.services, ...mesh.externalHosts]
  return targets
    .filter((target) => leadsToAddresses(target) && (isNamed(migration, target) || migration.waypointOf(target) !== undefined))
    .map((target): HoldBack => {
      const cause = diagnose(catalogue.unknownEndpoints, target.waypoint?.place ?? target.place, {
        object: objectText(target.place.object),
      })
      return { subject: 'mesh', cause }
    })
}

/** Whether a label names a waypoint, which may be one that the input does not have. */
function isNamed(migration: Migration, target: Service | ExternalHost): boolean {
  const binding = target.waypoint ?? migration.namespaceNamed(target.namespace)?.waypoint
  return binding !== undefined && !binding.none
}

/** No selector says which pods; an ExternalName and what is outside of the mesh lead to none. */
export function leadsToAddresses(target: Service | ExternalHost): boolean {
  if ('host' in target) return target.selector === undefined && target.externalName === undefined
  return target.location === 'internal' && target.workloadSelector === undefined
}

/** Whether some pods of the mesh decide who comes in. */
export function decidesAccess({ authorization, peerAuthentication }: Mesh): boolean {
  return (
    authorization.some(({ dryRun, effect, attachment }) => !dryRun && effect !== 'audit' && attachment.scope !== 'targets') ||
    peerAuthentication.some(({ mode, ports }) => mode === 'strict' || ports.some((port) => port.mode === 'strict'))
  )
}
