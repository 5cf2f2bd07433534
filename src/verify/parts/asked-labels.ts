import type { Mesh } from '../../model/mesh.ts'
import type { Labels, Workload } from '../../model/workload.ts'
import { perMesh } from '../../resolve/host-index.ts'

/**
 * Those labels of known pods by which their own proxy is distinguished from others of the namespace: Sidecars and DestinationRules select by
 * them, and routes for bytes ask for them. Undefined where nothing does, so that all pods of a kind share one tree.
 */
export function askedLabels(mesh: Mesh, { labels }: Workload): Labels | undefined {
  const keys = labelsOfProxies(mesh)
  if (keys.size === 0) return undefined
  return Object.fromEntries(Object.entries(labels).filter(([key]) => keys.has(key)))
}

/** The keys of those labels. */
export const labelsOfProxies = perMesh((mesh): ReadonlySet<string> => {
  const streams = mesh.routes.flatMap(({ tls, tcp }) => [...tls, ...tcp].flatMap(({ matches }) => matches))
  const selectors = [
    ...mesh.egress.map(({ labels }) => labels),
    ...mesh.backendPolicies.map(({ clientSelector }) => clientSelector),
    ...streams.map(({ clientLabels }) => clientLabels),
  ]
  return new Set(selectors.flatMap((selector = {}) => Object.keys(selector)))
})
