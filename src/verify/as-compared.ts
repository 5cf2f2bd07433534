import type { Assumption } from '../model/dialect.ts'
import type { Mesh } from '../model/mesh.ts'
import type { MeshSettings } from '../model/settings.ts'
import { withoutSidecars } from './without-sidecars.ts'

/** What a comparison takes for granted of the two meshes themselves. */
export interface MeshesTaken {
  readonly assume?: readonly Assumption[]
  /** Cilium knows pods by labels: it is taken for granted that all pods which policies name had sidecars, and that there is one cluster. */
  readonly byLabels?: boolean
  /** Under `sidecars-removed`: the mesh after says by its labels which pods keep their sidecars, as the output of a conversion does. */
  readonly labelsTell?: boolean
  /** Instructions that the Envoys of nodes take for one pattern, where that is not their default of 100. */
  readonly regexSize?: number
}

/** Both meshes under what the user vouches for, and under what Cilium cannot tell apart: these decide, not those that were read. */
export function asCompared(
  written: Mesh,
  rewritten: Mesh,
  { assume = [], byLabels, labelsTell = false, regexSize }: MeshesTaken,
): readonly [before: Mesh, after: Mesh] {
  const applied = assume.includes('sidecars-removed') ? withoutSidecars(rewritten, labelsTell) : rewritten
  const byPods =
    byLabels === true && [written, applied].some(isRegistryOnly) && applied.endpointPolicies.some(({ egress }) => egress.defaultDeny)
  const taken = (mesh: Mesh): Mesh => {
    const merging = assume.includes('slashes-merged') ? mergingSlashes(mesh) : mesh
    const taking = regexSize === undefined ? merging : { ...merging, settings: { ...merging.settings, regexSize } }
    return byPods ? reachedByPods(taking) : taking
  }
  return [taken(written), taken(applied)]
}

function isRegistryOnly({ settings, egress }: Mesh): boolean {
  return settings.outboundPolicy === 'registry-only' || egress.some(({ outboundPolicy }) => outboundPolicy?.mode === 'registry-only')
}

/** The mesh in which what a client may reach by a Service it may reach by the addresses of its pods, which is how Cilium knows them. */
function reachedByPods(mesh: Mesh): Mesh {
  return { ...mesh, settings: { ...mesh.settings, registryByPods: true } }
}

/**
 * The mesh whose proxies take `//` in a path for `/`, those of nodes as well, of which each listener says how it normalises; what does not
 * normalise paths at all stays as it is.
 */
function mergingSlashes(mesh: Mesh): Mesh {
  const { settings, nodeRoutes } = mesh
  return {
    ...mesh,
    settings: { ...settings, pathNormalization: merging(settings.pathNormalization) },
    nodeRoutes: nodeRoutes.map((table) => ({ ...table, normalization: merging(table.normalization) })),
  }
}

function merging(normalization: MeshSettings['pathNormalization']): MeshSettings['pathNormalization'] {
  return normalization === 'base' ? 'merge-slashes' : normalization
}
