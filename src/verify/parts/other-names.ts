import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import { hostWithin, isRegistryHost } from '../../resolve/hosts.ts'
import { meshHosts, undeclaredHosts, undeclaredPorts } from '../../resolve/routes/table-hosts.ts'

/**
 * Names of a Service that a client's sidecar may take for another host: its short names with dots, where a table of routes is for such a name.
 * Tables complete names without dots only (istio:pkg/config/model ResolveShortnameToFQDN).
 */
export function otherNames(meshes: readonly Mesh[], { namespace, name }: { readonly namespace: string; readonly name: string }): string[] {
  return shortNames({ namespace, name })
    .filter((short) => meshes.some((mesh) => isOnlyRouted(mesh, short)))
    .sort(compareText)
}

/** Hosts that only tables of routes know, with the ports for which they count and the namespaces of the tables. */
export function routedOnly(
  meshes: readonly Mesh[],
): readonly { readonly host: string; readonly ports: readonly number[]; readonly namespaces: readonly string[] }[] {
  const found = new Map<string, { ports: Set<number>; namespaces: Set<string> }>()
  for (const mesh of meshes) {
    const shorts = new Set(mesh.services.flatMap((service) => shortNames(service)))
    const undeclared = new Set(undeclaredHosts(mesh))
    for (const table of mesh.routes)
      for (const host of meshHosts(mesh, table)) {
        if (!undeclared.has(host) || shorts.has(host)) continue
        const known = found.get(host) ?? { ports: new Set(), namespaces: new Set() }
        found.set(host, known)
        known.namespaces.add(table.namespace)
        for (const port of undeclaredPorts(mesh, table)) known.ports.add(port)
      }
  }
  return [...found].map(([host, { ports, namespaces }]) => ({
    host,
    ports: [...ports].sort((a, b) => a - b),
    namespaces: [...namespaces].sort(compareText),
  }))
}

function shortNames({ namespace, name }: { readonly namespace: string; readonly name: string }): readonly string[] {
  return [`${name}.${namespace}`, `${name}.${namespace}.svc`]
}

/** Whether only tables of routes know a host. */
export function isOnlyRouted(mesh: Mesh, host: string): boolean {
  return !isRegistryHost(mesh, host) && undeclaredHosts(mesh).some((name) => hostWithin(host, name))
}
