import type { Mesh } from '../../model/mesh.ts'
import type { NodeRoutes } from '../../model/node-routes.ts'
import { perMesh } from '../host-index.ts'
import type { RoutesAt } from './chain-rule.ts'
import { findGateway, gatewayBindings } from './gateway-hosts.ts'
import { tablesServing } from './gateway-tables.ts'
import { nodeRules } from './node-rules.ts'

/** Whether the proxies of Cilium's nodes are a gateway (`namespace/name`). */
export function isCiliumGateway(mesh: Mesh, gateway: string): boolean {
  return findGateway(mesh, gateway)?.onNodes === true
}

/**
 * The routes that a Gateway of Cilium applies to requests for a host: those of all its routes with the most specific name for it, in the order of the operator.
 * Each name is a virtual host of its own, so that a request which none of its rules match does not go on to those of a wildcard
 * (cc:operator/pkg/model/translation/envoy_route_configuration.go).
 */
export function ciliumGatewayRoutes(mesh: Mesh, gateway: string, host: string, port: number): RoutesAt {
  const tables = tablesServing(mesh, tablesOf(mesh)(gateway), { gateway, host, port })
  if (tables.length === 0) return { kind: 'default' }
  const rules = nodeRules(mesh, tables, (table) =>
    gatewayBindings(table, gateway)
      .slice(0, 1)
      .map(() => port),
  )
  if ('why' in rules) return { kind: 'undetermined', why: rules.why, at: rules.at, among: [] }
  return { kind: 'chain', rules, tables }
}

const tablesOf = perMesh((mesh) => {
  const index = new Map<string, NodeRoutes[]>()
  for (const table of mesh.nodeRoutes) {
    const gateways = table.bindings.flatMap((binding) => (binding.to === 'gateway' ? [`${binding.namespace}/${binding.name}`] : []))
    for (const gateway of new Set(gateways)) index.set(gateway, [...(index.get(gateway) ?? []), table])
  }
  return (gateway: string): readonly NodeRoutes[] => index.get(gateway) ?? []
})
