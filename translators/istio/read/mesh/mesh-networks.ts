import type { Place } from '../../../../src/diagnostics/place.ts'
import type { FoundSettings } from './found-settings.ts'
import { isMap } from './setting-values.ts'

/**
 * The networks that a mesh joins (api:mesh/v1alpha1/network.proto): `data.meshNetworks` of istiod's ConfigMap, `global.meshNetworks` of its chart,
 * `spec.cluster.multiCluster.meshNetworks` of a ServiceMeshControlPlane. What is not empty is listed with its place, whatever it is.
 */
export function readNetworks(networks: unknown, at: Place): Partial<FoundSettings> {
  const none = networks === undefined || networks === null || networks === '' || networks === false
  const empty = Array.isArray(networks) ? networks.length === 0 : isMap(networks) && Object.keys(networks).length === 0
  return none || empty ? {} : { unmodelled: [at] }
}
