import type { Mesh } from '../../model/mesh.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import { servicesForHost } from '../hosts.ts'
import { tablesFor } from './tables-by-host.ts'

/** The namespaces that declarations of hosts name: their own, and those in `exportTo`. */
export function namedByServices(mesh: Mesh, services: readonly (Service | ExternalHost)[]): ReadonlySet<string> {
  return new Set(services.flatMap(({ namespace, exportTo = mesh.settings.defaultExportTo.services }) => [namespace, ...exportTo]))
}

/**
 * The namespaces that anything about some hosts names: what declares them and their tables of routes, with `exportTo` and the namespaces of
 * clients that rules for bytes ask for. Clients of all other namespaces differ in their Sidecars only.
 */
export function namedByHosts(mesh: Mesh, hosts: readonly string[]): ReadonlySet<string> {
  const names = new Set(
    namedByServices(
      mesh,
      hosts.flatMap((host) => servicesForHost(mesh, host, '')),
    ),
  )
  for (const table of tablesFor(mesh, hosts)) {
    for (const name of [table.namespace, ...(table.exportTo ?? mesh.settings.defaultExportTo.routes)]) names.add(name)
    for (const { clientNamespace } of [...table.tls, ...table.tcp].flatMap(({ matches }) => matches))
      if (clientNamespace !== undefined) names.add(clientNamespace)
  }
  return names
}
