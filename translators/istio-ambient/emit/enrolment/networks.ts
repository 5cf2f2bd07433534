import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Plan } from '../../plan/plan.ts'

/**
 * Gateways that hand connections of other networks through to the pods: they know nothing of waypoints, so those callers reach the pods
 * without one (istio.io ambient/migrate/before-you-begin, istio/istio#61092).
 */
export function announceNetworks(plan: Plan): Emission {
  if (plan.movingNamespaces.length === 0) return { changes: [], diagnostics: [] }
  const diagnostics = plan.input.gateways.flatMap((gateway) => {
    const server = gateway.servers.find(({ autoPassthrough }) => autoPassthrough === true)
    return server === undefined
      ? []
      : [diagnose(catalogue.otherNetworksBypass, server.place, { gateway: objectText(gateway.place.object), network: networkOf(plan) })]
  })
  return { changes: [], diagnostics }
}

/** Istio's own label on the namespace of the control plane. */
function networkOf({ input }: Plan): string | undefined {
  return input.namespaces.find(({ name }) => name === input.settings.rootNamespace)?.labels['topology.istio.io/network']
}
