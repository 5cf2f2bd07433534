import type { ObjectRef } from '../diagnostics/place.ts'
import { isRecord } from '../manifest/object/identity.ts'
import { printYaml } from '../manifest/yaml/print.ts'
import type { RestoredFile } from './age/restoring.ts'
import { isOrdered } from './closing-first.ts'
import { placed } from './placed.ts'
import type { StepContents } from './step-contents.ts'

/** The files of a step by name; undefined where it has none of a sort. */
export interface StepFiles {
  readonly added?: string
  readonly removed?: string
  /** The objects of both for the way back: the last one first, where the order matters, and the same files elsewhere. */
  readonly addedBack?: string
  readonly removedBack: readonly RestoredFile[]
  readonly patches: readonly PatchFiles[]
  readonly pods?: string
  readonly podsBack?: string
  readonly texts: ReadonlyMap<string, string>
}

/** `backFirst` brings back all but the capture of a namespace by ztunnel, which its pods need until they have sidecars again. */
export interface PatchFiles {
  readonly ref: ObjectRef
  readonly forward: string
  readonly back: string
  readonly backFirst?: string
}

/**
 * What a step applies, and what takes it back, as files. As with the list of deletions, no name ends in what `kubectl apply -R -f FOLDER` reads: a
 * folder with all waves applied at one time would be no rollout.
 */
export function stepFiles({ added, patched, removed, restored, remade }: StepContents): StepFiles {
  const texts = new Map<string, string>()
  const written = (name: string, values: readonly unknown[]) => {
    if (values.length === 0) return undefined
    texts.set(name, values.map((value) => printYaml(value)).join('---\n'))
    return name
  }
  const listed = (name: string, objects: StepContents['added']) =>
    written(
      name,
      objects.map(({ ref, value }) => placed(ref, value)),
    )
  const [made, gone] = [listed('objects.added', added), listed('objects.removed', removed)]
  const rounds = restored.rounds.map((objects, index): RestoredFile => {
    const number = restored.rounds.length === 1 ? '' : `.${index + 1}`
    const isSame = number === '' && restored.anew.length === 0 && !isOrdered(objects)
    const name = isSame ? gone! : listed(`objects.removed${number}.undo`, objects)!
    return { name, anew: objects.some((one) => restored.anew.includes(one)), waits: index > 0 || restored.behind === true }
  })
  const names = {
    added: made,
    addedBack: isOrdered(added) ? listed('objects.added.undo', [...added].reverse()) : made,
    removed: gone,
    pods: written(
      'pods.remade',
      remade.map(({ ref, after }) => placed(ref, after)),
    ),
    podsBack: written(
      'pods.restored',
      remade.map(({ ref, before }) => placed(ref, before)),
    ),
  }
  const patches = patched.map(({ ref, forward, back }, index) => {
    const name = `${index + 1}-${ref.kind.toLowerCase()}-${ref.name.replace(/[^\w.-]/g, '-').slice(0, longestName)}`
    const files = { ref, forward: written(`${name}.patch`, [forward])!, back: written(`${name}.undo`, [back])! }
    const first = ref.kind === 'Namespace' ? stillCaptured(back) : undefined
    return first === undefined ? files : { ...files, backFirst: written(`${name}.first.undo`, [first])! }
  })
  const there = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
  return { ...there, removedBack: rounds, patches, texts }
}

/** Names of objects have up to 253 characters, and file systems take 255 in all. */
const longestName = 100

/** By it ztunnel captures the pods of a namespace. */
export const capture = 'istio.io/dataplane-mode'

/** A patch without what it says of capture by ztunnel; undefined where it says nothing of it. */
function stillCaptured(patch: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const { metadata } = patch
  if (!isRecord(metadata) || !isRecord(metadata.labels) || !Object.hasOwn(metadata.labels, capture)) return undefined
  const { [capture]: _, ...labels } = metadata.labels
  return { ...patch, metadata: { ...metadata, labels } }
}
