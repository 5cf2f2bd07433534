import { targets } from '../../translators/index.ts'
import type { ObjectRef } from '../diagnostics/place.ts'
import { hasSidecar } from '../model/data-plane.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Translation } from '../translation.ts'

/**
 * What a target could move: workloads on sidecars, gateways left aside, or AuthorizationPolicies where the target replaces only those.
 * Both what moves and what stays are counted in these.
 */
export function movable({ target, mesh }: Pick<Translation, 'target'> & { readonly mesh: Mesh }): readonly ObjectRef[] {
  return targets[target].moves === 'policies'
    ? mesh.authorization.map(({ place }) => place.object)
    : mesh.workloads.filter(({ dataPlane, gateway }) => hasSidecar(dataPlane) && !gateway).map(({ place }) => place.object)
}
