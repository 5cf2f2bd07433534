import type { Place } from '../../../diagnostics/place.ts'
import { compareText } from '../../../diagnostics/place.ts'
import type { Mesh } from '../../mesh.ts'
import type { RouteTable } from '../../route.ts'
import { attachedHosts, exportsOf } from './table-hosts.ts'

/** Exact names before wildcards, longer ones before shorter ones. */
export function specificityOf(host: string): number {
  return host.startsWith('*') ? host.length - 1 : host.length + 1_000
}

/**
 * Tables that istiod makes one: Gateway API routes that share a key. Every other table is alone. A route under several keys is in each of
 * their groups (istio:pilot/pkg/config/kube/gateway/route_collections.go mergeHTTPRoutes).
 */
export function mergedByKey(
  tables: readonly RouteTable[],
  keysOf: (route: RouteTable) => readonly string[],
): readonly (readonly RouteTable[])[] {
  const groups = new Map<string, RouteTable[]>()
  for (const [index, table] of tables.entries()) {
    for (const key of table.order === 'specificity' ? keysOf(table).map((own) => `routes ${own}`) : [`table ${index}`]) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [table])
      else group.push(table)
    }
  }
  return [...groups.values()].map((group) => group.sort(byAge))
}

/** Of routes that are attached to hosts of the mesh: their namespace, and whether they name the port. */
export function meshKeys(mesh: Mesh, table: RouteTable, hosts: readonly string[], port: number): readonly string[] {
  const attached = table.bindings.filter((binding) =>
    attachedHosts(mesh, { ...table, bindings: [binding] }, port).some((host) => hosts.includes(host)),
  )
  return [...new Set(attached.map((binding) => `${table.namespace} ${binding.to === 'service' ? (binding.port ?? '') : ''}`))]
}

function byAge(a: RouteTable, b: RouteTable): number {
  return (
    compareText(a.creationTimestamp ?? '', b.creationTimestamp ?? '') ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name)
  )
}

/**
 * What a proxy of a namespace tries first: private tables, then those that are exported to it by name, then its own Gateway API routes among
 * the public ones, then the rest (istio:pilot/pkg/model/push_context.go VirtualServicesForGateway, initVirtualServices).
 */
export function rankFor(mesh: Mesh, namespace: string): (table: RouteTable) => number {
  return (table) => {
    if (exportsOf(mesh, table).includes('*')) return table.order === 'specificity' && table.namespace === namespace ? 2 : 3
    return table.namespace === namespace ? 0 : 1
  }
}

/** Groups by rank, then by their oldest table. Where an age is missing the order of several of one rank cannot be told. */
export function inOrder(
  groups: readonly (readonly RouteTable[])[],
  rankOf: (table: RouteTable) => number,
): { readonly groups: readonly (readonly RouteTable[])[] } | { readonly why: string; readonly at: Place } {
  const rank = ([first]: readonly RouteTable[]) => rankOf(first!)
  const unclear = groups.find(
    (group) =>
      group.some(({ creationTimestamp }) => creationTimestamp === undefined) &&
      groups.some((one) => one !== group && rank(one) === rank(group)),
  )
  if (unclear !== undefined) return { why: 'which of several tables of routes is the oldest', at: unclear[0]!.place }
  return { groups: [...groups].sort((a, b) => rank(a) - rank(b) || byAge(a[0]!, b[0]!)) }
}
