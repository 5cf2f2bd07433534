import type { BackendPolicy } from '../model/backend.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import { perMesh } from './host-index.ts'
import { WithinIndex } from './within-index.ts'

/** The full name of the host that a DestinationRule is for, which may have a leading star. */
export function policyHost({ settings }: Mesh, { host, namespace }: BackendPolicy): string {
  return resolveHost(host, namespace, settings.clusterDomain)
}

/** The DestinationRules for the host or for a wildcard that covers it, in their order. */
export function policiesCovering(mesh: Mesh, host: string): readonly BackendPolicy[] {
  return covering(mesh)(host)
}

const covering = perMesh((mesh) => {
  const index = new WithinIndex<BackendPolicy>()
  for (const policy of mesh.backendPolicies) index.add(policyHost(mesh, policy), policy)
  const known = new Map<string, readonly BackendPolicy[]>()
  return (host: string): readonly BackendPolicy[] => {
    const found = known.get(host) ?? index.find(host)
    known.set(host, found)
    return found
  }
})
