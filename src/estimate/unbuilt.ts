import type { Translation } from '../translation.ts'

/** What of the input is reported as its files are written, because kustomizations over it were not built. */
export interface UnbuiltShare {
  /** Kustomizations that no other includes, and how many of them were not built and compared. */
  readonly kustomizations: number
  readonly unbuilt: number
  readonly files: number
  /** Files with objects: what builds add or generate is in none. */
  readonly filesWithObjects: number
  readonly objects: number
  /** Objects that a kustomization takes which was not built. */
  readonly changeable: number
}

/** The kustomizations that no other includes, with what became of their builds; `program` is absent where there is none to build with. */
interface Builds {
  readonly program?: string
  readonly leaves: readonly { readonly path: string; readonly compared: boolean }[]
}

/**
 * The share of the input that is known as written alone; absent where every kustomization was built. Without a program, one that only gathers files is
 * known as it is.
 */
export function unbuiltShare({ input }: Translation, { program, leaves }: Builds): UnbuiltShare | undefined {
  const { graph, transforms, unread } = input.kustomize
  const changing = new Set([...transforms, ...unread].flatMap(({ by }) => graph.leavesOver(by).map(({ file }) => file.path)))
  const isUnknown = ({ path, compared }: Builds['leaves'][number]) => !compared && (program !== undefined || changing.has(path))
  const unbuilt = new Set(leaves.filter(isUnknown).map(({ path }) => path))
  if (unbuilt.size === 0) return undefined
  const passed = graph.leaves.filter(({ file }) => unbuilt.has(file.path)).map((leaf) => graph.passes(leaf))
  return {
    kustomizations: leaves.length,
    unbuilt: unbuilt.size,
    files: input.files.length + input.unreadFiles.length,
    filesWithObjects: new Set(input.objects.map(({ ref }) => ref.file)).size,
    objects: input.objects.length,
    changeable: input.objects.filter(({ ref }) => passed.some((passes) => passes(ref.file))).length,
  }
}
