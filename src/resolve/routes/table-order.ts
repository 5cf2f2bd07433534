import type { Place } from '../../diagnostics/place.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import { attachedHosts, exportsOf } from './table-hosts.ts'

/** Exact names before wildcards, longer ones before shorter ones. */
export function specificityOf(host: string): number {
  return host.startsWith('*') ? host.length - 1 : host.length + 1_000
}

/** The tables whose name for a host is the most specific one of all. */
export function ofMostSpecificName<Table>(candidates: readonly { readonly table: Table; readonly name: string }[]): readonly Table[] {
  const best = Math.max(...candidates.map(({ name }) => specificityOf(name)))
  return [...new Set(candidates.filter(({ name }) => specificityOf(name) === best).map(({ table }) => table))]
}

/** Tables that are one to istiod, the oldest first, under the name that it gives them. */
export interface TableGroup {
  readonly name: string
  readonly tables: readonly RouteTable[]
}

/**
 * Tables that istiod makes one: Gateway API routes that share a key, which is the name of what it makes of them. Every other table is alone. A
 * route under several keys is in each of their groups (istio:pilot/pkg/config/kube/gateway/route_collections.go mergeHTTPRoutes).
 */
export function mergedByKey(tables: readonly RouteTable[], keysOf: (route: RouteTable) => readonly string[]): readonly TableGroup[] {
  const groups = new Map<string, { name: string; tables: RouteTable[] }>()
  for (const [index, table] of tables.entries()) {
    const names = table.order === 'specificity' ? keysOf(table) : [table.name]
    for (const name of names) {
      const key = table.order === 'specificity' ? `routes ${name}` : `table ${index}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { name, tables: [table] })
      else group.tables.push(table)
    }
  }
  return [...groups.values()].map(({ name, tables: own }) => ({ name, tables: own.sort(byAge) }))
}

/** Of routes that are attached to hosts of the mesh: their namespace, the port if they name it, and the host. */
export function meshKeys(mesh: Mesh, table: RouteTable, hosts: readonly string[], port: number): readonly string[] {
  const keys = table.bindings.flatMap((binding) => {
    const host = attachedHosts(mesh, { ...table, bindings: [binding] }, port).find((one) => hosts.includes(one))
    if (host === undefined) return []
    return [[table.namespace, ...(binding.to === 'service' && binding.port !== undefined ? [binding.port] : []), host].join('~')]
  })
  return [...new Set(keys)]
}

/** As routes are merged (istio:pilot/pkg/config/kube/gateway/conversion.go sortRoutesByCreationTime). */
function byAge(a: RouteTable, b: RouteTable): number {
  return (
    compareText(a.creationTimestamp ?? '', b.creationTimestamp ?? '') ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name)
  )
}

/** As what came of merging is sorted: by name before namespace (istio:pilot/pkg/model/config.go configCompareByCreationTime). */
function byGroupAge(a: TableGroup, b: TableGroup): number {
  const [one, other] = [a.tables[0]!, b.tables[0]!]
  return (
    compareText(one.creationTimestamp ?? '', other.creationTimestamp ?? '') ||
    compareText(a.name, b.name) ||
    compareText(one.namespace, other.namespace)
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

/** Groups by rank, then by their oldest table. Where an age is missing the order of several of one rank is not known. */
export function inOrder(
  groups: readonly TableGroup[],
  rankOf: (table: RouteTable) => number,
): { readonly groups: readonly (readonly RouteTable[])[] } | { readonly why: string; readonly at: Place } {
  const rank = ({ tables }: TableGroup) => rankOf(tables[0]!)
  const unclear = groups.find(
    (group) =>
      group.tables.some(({ creationTimestamp }) => creationTimestamp === undefined) &&
      groups.some((one) => one !== group && rank(one) === rank(group)),
  )
  if (unclear !== undefined) return { why: 'which of several tables of routes is the oldest', at: unclear.tables[0]!.place }
  return { groups: [...groups].sort((a, b) => rank(a) - rank(b) || byGroupAge(a, b)).map(({ tables }) => tables) }
}
