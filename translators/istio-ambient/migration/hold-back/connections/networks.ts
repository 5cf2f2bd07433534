import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import { hostsMatch } from '../../../../../src/resolve/hosts.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Gateways that hand connections of other networks through to the pods: they know nothing of waypoints, so those callers reach the pods
 * without one, and what they are allowed there is asked nowhere (istio.io ambient/migrate/before-you-begin, istio/istio#61092). The
 * namespaces of the Services that such a server names stay.
 */
export function otherNetworksHoldBacks(migration: Migration): HoldBack[] {
  const network = networkOf(migration)
  return [...unseenGatewayHoldBacks(migration), ...passedThrough(migration, network)]
}

/**
 * `meshNetworks` names the gateways between networks, which charts install: where none of them is in the input, any Service may be called
 * through one, because the one of the charts exposes all of them.
 */
function unseenGatewayHoldBacks({ input, mesh, moves }: Migration): HoldBack[] {
  const networks = input.settings.unmodelled.find(({ path }) => path.includes('meshNetworks'))
  if (networks === undefined || input.gateways.some(({ servers }) => servers.some(({ autoPassthrough }) => autoPassthrough === true)))
    return []
  const cause = diagnose(catalogue.networksJoinedUnseen, networks, {})
  const reached = new Set(mesh.services.map(({ namespace }) => namespace).filter(moves))
  return [...reached].map((namespace) => ({ subject: { namespace }, cause }))
}

function passedThrough(migration: Migration, network: string | undefined): HoldBack[] {
  return migration.input.gateways.flatMap((gateway) =>
    gateway.servers.flatMap((server): HoldBack[] => {
      if (server.autoPassthrough !== true) return []
      const hosts = server.hosts.map((host) => host.slice(host.indexOf('/') + 1))
      const reached = migration.mesh.services.filter(
        ({ namespace, host }) => migration.moves(namespace) && hosts.some((one) => hostsMatch(one, host)),
      )
      const cause = diagnose(catalogue.otherNetworksBypass, server.place, { gateway: objectText(gateway.place.object), network })
      return [...new Set(reached.map(({ namespace }) => namespace))].map((namespace) => ({ subject: { namespace }, cause }))
    }),
  )
}

/** Istio's own label on the namespace of the control plane. */
function networkOf({ input }: Migration): string | undefined {
  return input.namespaces.find(({ name }) => name === input.settings.rootNamespace)?.labels['topology.istio.io/network']
}
