import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../src/resolve/host-index.ts'
import { isRegistryHost, serviceOfHost } from '../../../src/resolve/hosts.ts'
import { controllerOf } from '../../../src/resolve/routes/route-owner.ts'
import { type OutsideHost, settleOutside } from './outside-hosts.ts'

/** What a table for the mesh speaks of, before its rules are looked at. */
export type Candidate =
  /** `diagnostics` are about hosts that are not Services; `staying` are those for which the table stays. */
  | {
      readonly kind: 'candidate'
      readonly services: readonly Service[]
      readonly diagnostics: readonly Diagnostic[]
      readonly staying: readonly Place[]
    }
  | { readonly kind: 'shadowed'; readonly by: RouteTable }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }

export function isMeshTable(table: RouteTable): boolean {
  return table.order === 'first-match' && !table.delegateOnly && table.bindings.some(({ to }) => to === 'mesh')
}

/** Decides whether a table holds for all clients of Services of its own namespace, alone. */
export function candidateOf(table: RouteTable, mesh: Mesh): Candidate {
  const refuse = (...diagnostics: Diagnostic[]): Candidate => ({ kind: 'refused', diagnostics })
  const owner = controllerOf(table, 'routes', mesh)
  if (owner !== undefined) return refuse(diagnose(catalogue.routeOwned, table.place, owner))
  const diagnostics: Diagnostic[] = []
  const services: Service[] = []
  const outside: OutsideHost[] = []
  for (const { host, place } of table.hosts) {
    const found = serviceOf(host, table, mesh)
    if ('service' in found) services.push(found.service)
    else {
      const refusal =
        found.why === undefined
          ? diagnose(catalogue.routeHostUnknown, place, { host })
          : diagnose(catalogue.routeHostUnsupported, place, { host, what: found.why })
      outside.push({ host, place, refusal })
    }
  }
  const parted = services.length === 0 || outside.length === 0 ? undefined : settleOutside(table, outside, mesh)
  if (parted === undefined || parted.kind === 'whole') diagnostics.push(...outside.map(({ refusal }) => refusal))
  if (table.hosts.length === 0)
    diagnostics.push(diagnose(catalogue.routeHostUnknown, table.place.field('spec').field('hosts'), { host: '' }))
  for (const service of services) {
    if (service.namespace === table.namespace) continue
    const what = `they stand in namespace \`${table.namespace}\`, not in that of ${objectText(service.place.object)}`
    diagnostics.push(diagnose(catalogue.routeDependsOnClient, table.place, { what }))
  }
  const exportTo = table.exportTo ?? mesh.settings.defaultExportTo.routes
  if (!exportTo.includes('*')) {
    const what = 'they are exported to some namespaces only'
    diagnostics.push(diagnose(catalogue.routeDependsOnClient, table.place.field('spec').field('exportTo'), { what }))
  }
  const hidden = services.find((service) => !(service.exportTo ?? mesh.settings.defaultExportTo.services).includes('*'))
  if (hidden !== undefined) {
    const what = `${objectText(hidden.place.object)} is exported to some namespaces only`
    diagnostics.push(diagnose(catalogue.routeDependsOnClient, table.place, { what }))
  }
  if (diagnostics.length > 0) return refuse(...diagnostics)
  const candidate: Candidate = {
    kind: 'candidate',
    services,
    diagnostics: parted === undefined || parted.kind === 'whole' ? [] : parted.diagnostics,
    staying: parted?.kind === 'stay' ? parted.places : [],
  }
  const rivals = rivalsOf(table, services, mesh)
  if (rivals.length === 0) return candidate
  const older = olderOf(table, rivals, mesh)
  if (older === 'first') return candidate
  if (older !== undefined) return { kind: 'shadowed', by: older }
  const related = rivals.map((rival) => ({ place: rival.place, message: 'also speaks of this host' }))
  return refuse(diagnose(catalogue.routesOverlap, table.hosts[0]!.place, { host: table.hosts[0]!.host }, { related }))
}

function serviceOf(host: string, table: RouteTable, mesh: Mesh): { readonly service: Service } | { readonly why: string | undefined } {
  if (host.includes('*')) return { why: 'a wildcard has no virtual IP' }
  const name = resolveHost(host, table.namespace, mesh.settings.clusterDomain)
  const service = serviceOfHost(mesh, host, table.namespace)
  if (service === undefined) return { why: isRegistryHost(mesh, name) ? 'routes of a ServiceEntry are not translated' : undefined }
  if (service.headless) return { why: 'a headless Service has no virtual IP' }
  if (service.externalName !== undefined) return { why: 'an ExternalName Service has no virtual IP' }
  return { service }
}

/** Other tables that speak of a Service of this one to the mesh, whichever of them wins. */
function rivalsOf(table: RouteTable, services: readonly Service[], mesh: Mesh): RouteTable[] {
  const rivals = new Set(services.flatMap(({ host }) => tablesByHost(mesh).find(host)))
  rivals.delete(table)
  return [...rivals]
}

function fullHosts(table: RouteTable, mesh: Mesh): string[] {
  return table.hosts.map(({ host }) => resolveHost(host, table.namespace, mesh.settings.clusterDomain))
}

/** Tables by the hosts that they speak of to the mesh: their own, or those of the Services that they are attached to. */
const tablesByHost = perMesh((mesh) => {
  const index = new HostIndex<RouteTable>()
  for (const table of mesh.routes) {
    const attached = table.bindings.flatMap((binding) =>
      binding.to === 'service' && binding.target.kind === 'Service'
        ? [`${binding.target.name}.${binding.namespace}.svc.${mesh.settings.clusterDomain}`]
        : [],
    )
    index.add(isMeshTable(table) ? fullHosts(table, mesh) : attached, table)
  }
  return index
})

/** `first` when the table is older than all its rivals and they all speak of exactly its hosts; the oldest rival when that is one. */
function olderOf(table: RouteTable, rivals: readonly RouteTable[], mesh: Mesh): RouteTable | 'first' | undefined {
  const hosts = (of: RouteTable) =>
    of.hosts
      .map(({ host }) => host)
      .sort()
      .join(' ')
  const comparable = (other: RouteTable) =>
    isMeshTable(other) &&
    other.namespace === table.namespace &&
    hosts(other) === hosts(table) &&
    other.bindings.every(({ to }) => to === 'mesh') &&
    (other.exportTo ?? ['*']).includes('*') &&
    controllerOf(other, 'routes', mesh) === undefined
  if (!rivals.every(comparable) || !comparable(table)) return undefined
  const times = [table, ...rivals].map(({ creationTimestamp }) =>
    creationTimestamp === undefined ? Number.NaN : Date.parse(creationTimestamp),
  )
  if (times.some(Number.isNaN) || new Set(times).size < times.length) return undefined
  const oldest = times.indexOf(Math.min(...times))
  return oldest === 0 ? 'first' : rivals[oldest - 1]
}
