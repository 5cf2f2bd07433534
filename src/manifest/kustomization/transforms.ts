import type { SourceObject } from '../../model/object.ts'
import type { ParsedFile } from '../yaml/parsed-file.ts'
import { fieldTransforms } from './field-transforms.ts'
import type { KustomizationGraph } from './graph.ts'
import { patchTransforms, replacementTransforms } from './patch-transforms.ts'
import { joinPath } from './paths.ts'
import type { KustomizeTransform, Passing } from './transform.ts'
import { type UnreadResource, unreadResources } from './unread-resources.ts'

/** The kustomizations of the input, what they do to what was read, and what they build from that was not. */
export interface KustomizeReading {
  readonly graph: KustomizationGraph
  readonly transforms: readonly KustomizeTransform[]
  readonly unread: readonly UnreadResource[]
}

/** What the kustomizations of the input do to what was read, and what they build from that was not. */
export function kustomizeTransforms(
  graph: KustomizationGraph,
  objects: readonly SourceObject[],
  parsed: readonly ParsedFile[],
): Omit<KustomizeReading, 'graph'> {
  const files = new Map(parsed.map((file) => [joinPath('', file.path), file]))
  const folders = new Set(graph.all.map(({ folder }) => joinPath('', folder)))
  const isRead = (path: string) => files.has(path) || folders.has(path)
  const unread = new Map(graph.all.map((one) => [one, unreadResources(one, isRead)]))
  const transforms = graph.all.flatMap((one) => {
    const passes = graph.passes(one)
    const through = [...graph.passing(one)]
    const passing: Passing = {
      one,
      files,
      input: objects,
      objects: objects.filter(({ ref }) => passes(ref.file)),
      on: through,
      complete: through.every((other) => unread.get(other)!.length === 0),
    }
    return [...patchTransforms(passing), ...replacementTransforms(passing), ...fieldTransforms(passing)]
  })
  return { transforms, unread: [...unread.values()].flat() }
}
