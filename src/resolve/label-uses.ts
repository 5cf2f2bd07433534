import { changesAnswer, keysOf, type LabelUse } from '../model/label-use.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Workload } from '../model/workload.ts'

/** The selectors that may select pods of a workload. */
export function usesOfPods({ labelUses }: Mesh, { kind, name, namespace }: Workload): readonly LabelUse[] {
  return labelUses.filter((use) => {
    if (use.selects !== 'pods' || !(use.anywhere || use.namespace === namespace)) return false
    return !use.ofOwnPods || (use.kind === kind && use.name === name)
  })
}

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
