import { compareText } from '../diagnostics/place.ts'
import { undeclaredHosts } from '../model/decide/routes/table-hosts.ts'
import { hostWithin, isRegistryHost } from '../model/hosts.ts'
import type { Mesh } from '../model/mesh.ts'

/**
 * Names of a Service that a client's sidecar may take for another host: its short names with dots, where a table of routes is for such a name.
 * Tables complete names without dots only (istio:pkg/config/model ResolveShortnameToFQDN).
 */
export function otherNames(meshes: readonly Mesh[], { namespace, name }: { readonly namespace: string; readonly name: string }): string[] {
  return [`${name}.${namespace}`, `${name}.${namespace}.svc`]
    .filter((short) => meshes.some((mesh) => isOnlyRouted(mesh, short)))
    .sort(compareText)
}

/** Whether only tables of routes know a host. */
export function isOnlyRouted(mesh: Mesh, host: string): boolean {
  return !isRegistryHost(mesh, host) && undeclaredHosts(mesh).some((name) => hostWithin(host, name))
}
