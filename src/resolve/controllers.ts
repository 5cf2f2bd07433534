import { objectText } from '../diagnostics/place.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Workload } from '../model/workload.ts'
import { perMesh } from './host-index.ts'

/**
 * The workload whose template pods are made of when they are made anew: a Pod of a live cluster belongs to a ReplicaSet, which belongs to a
 * Deployment. The topmost one that the input has; undefined for pods that nothing in the input makes, and for those of a Job, which are not made
 * anew.
 */
export function controllerOfPods(pods: Workload, mesh: Mesh): Workload | undefined {
  const seen = new Set([pods])
  let controller: Workload | undefined
  for (let next = ownerOf(pods, mesh); next !== undefined && !seen.has(next); next = ownerOf(next, mesh)) {
    seen.add(next)
    controller = next
  }
  return controller?.batch === true ? undefined : controller
}

function ownerOf({ owners, namespace }: Workload, mesh: Mesh): Workload | undefined {
  return owners.map(({ kind, name }) => byName(mesh).get(objectText({ kind, namespace, name }))).find((owner) => owner !== undefined)
}

const byName = perMesh(({ workloads }) => new Map(workloads.map((workload) => [objectText(workload), workload])))
