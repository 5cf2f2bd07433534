import type { Place } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { decidingKinds, kindsThatMayBe } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, type Reach } from '../../model/unread.ts'
import type { ParsedFile } from '../yaml/parsed-file.ts'
import { decides, holdsMeshConfig } from './deciding-fields.ts'
import type { Kustomization } from './kustomization.ts'
import type { TargetSelector } from './patch-target.ts'

/** What a kustomization does to objects that were read, or adds to them: after the build they say something else. */
export interface KustomizeTransform {
  readonly by: Kustomization
  readonly place: Place
  /** Names it in messages: ``the patch `prod/callers.yaml` ``. */
  readonly what: string
  /** The objects that it may change or be. */
  readonly reach: Reach
}

/** A kustomization with the objects of the input that pass through it. */
export interface Passing {
  readonly one: Kustomization
  readonly objects: readonly SourceObject[]
  /** All objects of the input. */
  readonly input: readonly SourceObject[]
  /** The kustomizations on the way of these objects, up to the one that is built. */
  readonly on: readonly Kustomization[]
  /** False where some of what passes was not read. */
  readonly complete: boolean
  readonly files: ReadonlyMap<string, ParsedFile>
}

/** One object, by name; undefined where nothing of it decides about requests. */
export function reachOfObject({ ref }: SourceObject): Reach | undefined {
  if (!decides({ group: groupOf(ref.apiVersion), kind: ref.kind, name: ref.name }, [])) return undefined
  return { kinds: [ref.kind], namespaces: [ref.namespace], name: ref.name }
}

/** Each of some objects. */
export function reachesOf(objects: readonly SourceObject[]): Reach[] {
  return objects.flatMap((object) => reachOfObject(object) ?? [])
}

/** All that passes, also what was not read of it. */
export function everythingPassing({ objects, complete }: Passing): Reach[] {
  return complete ? reachesOf(objects) : [anything]
}

/** Objects that were not read, by what a selector says of them; undefined where they decide nothing. */
export function reachOfSelector({ plain, kind, name, namespace, group }: TargetSelector): Reach | undefined {
  const kinds =
    plain.kind === undefined
      ? kind === undefined
        ? ('any' as const)
        : decidingKinds.filter((one) => kind.test(one))
      : kindsThatMayBe(group === undefined ? undefined : plain.group, plain.kind)
  if (kinds.length === 0 || (plain.kind === 'ConfigMap' && plain.name !== undefined && !holdsMeshConfig(plain.name))) return undefined
  return {
    kinds,
    namespaces: plain.namespace === undefined ? 'any' : [plain.namespace],
    ...(name === undefined || plain.name === undefined || namespace === undefined ? {} : { name: plain.name }),
  }
}
