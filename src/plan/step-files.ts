import type { ObjectRef } from '../diagnostics/place.ts'
import { printYaml } from '../manifest/print.ts'
import type { StepContents } from './step-contents.ts'

/** The files of a step by name; undefined where it has none of a sort. */
export interface StepFiles {
  readonly added?: string
  readonly removed?: string
  readonly patches: readonly { readonly ref: ObjectRef; readonly forward: string; readonly back: string }[]
  readonly pods?: string
  readonly podsBack?: string
  readonly texts: ReadonlyMap<string, string>
}

/**
 * What a step applies, and what takes it back, as files. As with the list of deletions, no name ends in what `kubectl apply -R -f FOLDER` reads: a
 * folder with all waves applied at one time would be no rollout.
 */
export function stepFiles({ added, patched, removed, remade }: StepContents): StepFiles {
  const texts = new Map<string, string>()
  const written = (name: string, values: readonly unknown[]) => {
    if (values.length === 0) return undefined
    texts.set(name, values.map((value) => printYaml(value)).join('---\n'))
    return name
  }
  const names = {
    added: written(
      'objects.added',
      added.map(({ value }) => value),
    ),
    removed: written(
      'objects.removed',
      removed.map(({ value }) => value),
    ),
    pods: written(
      'pods.remade',
      remade.map(({ after }) => after),
    ),
    podsBack: written(
      'pods.restored',
      remade.map(({ before }) => before),
    ),
  }
  const patches = patched.map(({ ref, forward, back }, index) => {
    const name = `${index + 1}-${ref.kind.toLowerCase()}-${ref.name.replace(/[^\w.-]/g, '-')}`
    return { ref, forward: written(`${name}.patch`, [forward])!, back: written(`${name}.undo`, [back])! }
  })
  const there = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
  return { ...there, patches, texts }
}
