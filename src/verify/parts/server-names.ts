import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Address } from '../../model/request.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { hostsMatch } from '../../resolve/hosts.ts'
import { meshHosts } from '../../resolve/routes/table-hosts.ts'

const tablesWithTls = perMesh(({ routes }) => routes.filter(({ tls }) => tls.length > 0))

/**
 * Server names by which TLS routes tell connections to a Service or host apart; one below each wildcard. A connection without any is asked
 * for anyway.
 */
export function serverNames(meshes: readonly Mesh[], address: Exclude<Address, { kind: 'pod' }>): string[] {
  const names = meshes.flatMap((mesh) => {
    const own = address.kind === 'host' ? address.host : `${address.name}.${address.namespace}.svc.${mesh.settings.clusterDomain}`
    const tables = tablesWithTls(mesh).filter((table) => meshHosts(mesh, table).some((host) => hostsMatch(host, own)))
    const matches = tables.flatMap(({ tls }) => tls.flatMap((rule) => rule.matches))
    return matches.filter(({ port }) => port === undefined || port === address.port).flatMap(({ sniHosts }) => sniHosts)
  })
  return [...new Set(names.map((name) => (name.startsWith('*') ? `any${name.slice(1)}` : name)))].sort(compareText)
}
