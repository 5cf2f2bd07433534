import { changesAnswer, keysOf, type LabelUse } from '../model/label-use.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Workload } from '../model/workload.ts'
import { indexByNamespace, perMesh } from './host-index.ts'

/** The selectors that may select pods of a workload. */
export function usesOfPods(mesh: Mesh, { kind, name, namespace }: Workload): readonly LabelUse[] {
  return usesIn(mesh)(namespace).filter((use) => !use.ofOwnPods || (use.kind === kind && use.name === name))
}

/** The selectors of pods that may be of a namespace, in their order. */
const usesIn = perMesh(({ labelUses }) => {
  const ofPods = [...labelUses.entries()].flatMap(([at, use]) => (use.selects === 'pods' ? [{ at, use, namespace: use.namespace }] : []))
  const anywhere = ofPods.filter(({ use }) => use.anywhere)
  const own = indexByNamespace(ofPods.filter(({ use }) => !use.anywhere))
  const known = new Map<string, readonly LabelUse[]>()
  return (namespace: string): readonly LabelUse[] => {
    const uses = known.get(namespace) ?? [...anywhere, ...own(namespace)].sort((a, b) => a.at - b.at).map(({ use }) => use)
    known.set(namespace, uses)
    return uses
  }
})

/** Labels that pods may lose, and those that stay because a selector would give another answer without them. */
export interface LabelsToLose {
  readonly removed: readonly string[]
  readonly kept: readonly { readonly label: string; readonly use: LabelUse }[]
}

/** Which of some labels pods lose; those that they do not have are left out. */
export function labelsToLose(mesh: Mesh, workload: Workload, names: readonly string[]): LabelsToLose {
  const { labels } = workload
  const there = names.filter((name) => labels[name] !== undefined)
  const after = Object.fromEntries(Object.entries(labels).filter(([label]) => !there.includes(label)))
  const disturbed = there.length === 0 ? [] : usesOfPods(mesh, workload).filter((use) => changesAnswer(use, labels, after))
  const kept = there.flatMap((label) => {
    const use = disturbed.find(({ selector }) => keysOf(selector).includes(label))
    return use === undefined ? [] : [{ label, use }]
  })
  return { removed: there.filter((name) => !kept.some(({ label }) => label === name)), kept }
}
