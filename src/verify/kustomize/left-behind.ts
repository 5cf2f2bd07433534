import { targets } from '../../../translators/index.ts'
import { compareText, objectText } from '../../diagnostics/place.ts'
import { hasSidecar } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import type { Translation } from '../../translation.ts'

/**
 * The first workload that a translation moves and that the builds leave on its sidecar: a kustomization sets
 * `sidecar.istio.io/inject: "true"` over the label that the translation writes, or replaces all labels of the pods.
 */
export function leftBehind({ target, emission }: Translation, [before, after]: readonly [Mesh, Mesh]): string | undefined {
  if (targets[target].moves !== 'workloads') return undefined
  const { namespaces = [], objects = [] } = emission.moves ?? {}
  const moves = new Set(objects.map(objectText))
  const had = new Map(before.workloads.map((workload) => [objectText(workload), workload]))
  const asked = (workload: Workload) => workload.labels[modeLabel] === 'ambient'
  const isMeantToMove = (workload: Workload) => {
    const was = had.get(objectText(workload))
    return (
      moves.has(objectText(workload)) ||
      (hasSidecar(was?.dataPlane) && namespaces.includes(workload.namespace)) ||
      // Under another name (`namePrefix`) it still has the label of those that move.
      (was !== undefined && hasSidecar(was.dataPlane) && asked(workload) && !asked(was))
    )
  }
  return after.workloads
    .filter((workload) => hasSidecar(workload.dataPlane) && !workload.gateway && isMeantToMove(workload))
    .map(objectText)
    .sort(compareText)[0]
}

const modeLabel = 'istio.io/dataplane-mode'
