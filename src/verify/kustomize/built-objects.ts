import { identityOf } from '../../manifest/edit/objects-to-add.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import { loadManifests } from '../../manifest/load.ts'
import { sameJson } from '../../manifest/object/equal.ts'

/** What one leaf builds: its text, and its objects by identity. */
export interface Built {
  /** The path of the leaf's file. */
  readonly leaf: string
  readonly text: string
  readonly objects: ReadonlyMap<string, unknown>
}

/** Two kustomizations on one side that say different things about one object are not applied together: two overlays of one base. */
export function compatible(a: Built, b: Built): boolean {
  for (const [identity, value] of a.objects) if (b.objects.has(identity) && !sameJson(b.objects.get(identity), value)) return false
  return true
}

export function builtOf(leaf: string, text: string): Built {
  const { objects } = loadManifests([{ path: builtPath(leaf), text }])
  return { leaf, text, objects: new Map(objects.map(({ ref, value }) => [identityOf(ref), value])) }
}

/** Builds side by side, each object once. */
export function filesOfBuilds(builds: readonly Built[]): InputFile[] {
  const known = new Set<string>()
  return builds.map(({ leaf, text }) => {
    const path = builtPath(leaf)
    const { files, objects } = loadManifests([{ path, text }])
    const repeated = new Set<number>()
    for (const { ref } of objects) {
      const identity = identityOf(ref)
      if (known.has(identity)) repeated.add(ref.document)
      known.add(identity)
    }
    if (repeated.size === 0) return { path, text }
    const documents = text.split(/^---[ \t]*$/m)
    return files.length === 1 && documents.length > Math.max(...repeated)
      ? { path, text: documents.filter((_, index) => !repeated.has(index)).join('---') }
      : { path, text }
  })
}

/** How a build is called where its objects are shown. */
export function builtPath(leaf: string): string {
  return `build of ${leaf}`
}
