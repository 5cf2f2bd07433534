import { compareText } from '../../diagnostics/place.ts'
import type { BackendPolicy } from '../../model/backend.ts'
import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { HttpRule, RouteTable } from '../../model/route.ts'
import { policiesCovering } from '../../resolve/backend-policies.ts'
import { flattenDelegates } from '../../resolve/delegates.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { endOfHost, servicesForHost } from '../../resolve/hosts.ts'
import { tablesFor } from '../../resolve/routes/tables-by-host.ts'
import { findWorkload, servicesSelecting } from '../../resolve/services.ts'
import type { ComparedDestination } from './compared-destination.ts'

/** Namespaces whose clients may see other routes to a destination than clients elsewhere: those that tables and Sidecars name. */
export function routingNamespaces(before: Mesh, after: Mesh, destination: ComparedDestination): readonly string[] {
  const names = new Set<string>()
  for (const mesh of [before, after]) {
    const own = hostsOf(mesh, destination)
    for (const name of exportedTo(mesh, destination)) names.add(name)
    for (const table of tablesFor(mesh, own)) {
      names.add(table.namespace)
      for (const entry of table.exportTo ?? []) if (entry !== '*' && entry !== '.') names.add(entry)
      for (const { clientNamespace } of [...table.tls, ...table.tcp].flatMap(({ matches }) => matches))
        if (clientNamespace !== undefined) names.add(clientNamespace)
      if (table.http.some(({ action }) => action.delegate !== undefined)) for (const name of namedBySubsets(mesh)) names.add(name)
      for (const name of exportsOfDestinations(mesh, table)) names.add(name)
      for (const name of rulesOfSubsets(mesh, table)) names.add(name)
    }
    for (const name of namedBySidecars(mesh)) names.add(name)
  }
  if (names.size > 0) for (const own of destination.namespaces) names.add(own)
  names.delete('')
  return [...names].sort(compareText)
}

/** Namespaces whose clients may have other subsets of any host: those of DestinationRules with subsets, and those to which these are exported. */
const namedBySubsets = perMesh(
  ({ backendPolicies }): ReadonlySet<string> => new Set(namedBy(backendPolicies.filter(({ subsets }) => subsets.length > 0))),
)

function namedBy(policies: readonly BackendPolicy[]): readonly string[] {
  return policies.flatMap(({ namespace, exportTo = [] }) => [namespace, ...exportTo]).filter((name) => !['*', '.', '~'].includes(name))
}

/** The namespaces that see destinations of a table which are not exported to all. */
function exportsOfDestinations(mesh: Mesh, table: RouteTable): readonly string[] {
  return hiddenOwners(mesh, backendsOf(mesh, table), table.namespace).flatMap(({ namespace, exportTo }) => [
    namespace,
    ...(exportTo ?? mesh.settings.defaultExportTo.services).filter((entry) => entry !== '.' && entry !== '~'),
  ])
}

/** Where a table leads requests and bytes, by its delegates as well. */
function backendsOf(mesh: Mesh, table: RouteTable) {
  const { http, tls, tcp } = flattenDelegates(table, mesh).table
  return [...http.flatMap(({ action }) => [...action.backends, ...action.mirrors]), ...[...tls, ...tcp].flatMap(({ backends }) => backends)]
}

function hiddenOwners(mesh: Mesh, backends: readonly { readonly host: string }[], namespace: string) {
  return backends
    .flatMap(({ host }) => servicesForHost(mesh, host, namespace))
    .filter(({ exportTo = mesh.settings.defaultExportTo.services }) => !exportTo.includes('*'))
}

/** Whether a rule leads to something that only some namespaces see. */
export function leadsToHidden(mesh: Mesh, { action }: HttpRule, namespace: string): boolean {
  return hiddenOwners(mesh, [...action.backends, ...action.mirrors], namespace).length > 0
}

/** Namespaces with any DestinationRule for a host to whose subsets a table leads: one without subsets takes the place of those that have some. */
function rulesOfSubsets(mesh: Mesh, table: RouteTable): readonly string[] {
  const hosts = backendsOf(mesh, table).flatMap(({ host, subset }) =>
    subset === undefined ? [] : [resolveHost(host, table.namespace, mesh.settings.clusterDomain)],
  )
  return [...new Set(hosts)].flatMap((host) => namedBy(policiesCovering(mesh, endOfHost(mesh, host) ?? host)))
}

/** Namespaces whose Sidecars say what their clients may see; one that says nothing takes the place of what the Sidecar of the root namespace says. */
const namedBySidecars = perMesh(({ egress, settings }): ReadonlySet<string> => {
  const saying = egress.filter(({ hosts, outboundPolicy }) => hosts !== undefined || outboundPolicy !== undefined)
  const ofTheMesh = saying.some(({ namespace, labels }) => namespace === settings.rootNamespace && labels === undefined)
  return new Set((ofTheMesh ? egress : saying).map(({ namespace }) => namespace))
})

/** The namespace of what declares the destination, where it also has a bare name, and those to which it is exported by name. */
function exportedTo(mesh: Mesh, destination: ComparedDestination): readonly string[] {
  const owners = hostsOf(mesh, destination).flatMap((host) => servicesForHost(mesh, host, ''))
  const pod =
    destination.address.kind === 'pod' ? findWorkload(mesh, destination.address.namespace, destination.address.workload) : undefined
  const headless = pod === undefined ? [] : servicesSelecting(mesh, pod)
  return [...owners, ...headless].flatMap(({ namespace, exportTo }) => [
    namespace,
    ...(exportTo ?? mesh.settings.defaultExportTo.services).filter((entry) => entry !== '*' && entry !== '.' && entry !== '~'),
  ])
}

function hostsOf(mesh: Mesh, { address, called }: ComparedDestination): readonly string[] {
  if (address.kind === 'host') return [address.host]
  if (address.kind === 'pod') return []
  return [`${address.name}.${address.namespace}.svc.${mesh.settings.clusterDomain}`, ...(called === undefined ? [] : [called])]
}

/** Whether a rule sends anything to a subset: which pods that are is for the client's namespace to say. */
export function subsetsIn({ action }: HttpRule): boolean {
  return [...action.backends, ...action.mirrors].some(({ subset }) => subset !== undefined)
}
