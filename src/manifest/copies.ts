import { type ObjectRef, objectText } from '../diagnostics/place.ts'
import type { Change } from '../model/change.ts'
import type { SourceObject } from '../model/object.ts'
import type { Copy, SecondDefinition } from './copy.ts'
import { identityOf } from './edit/objects-to-add.ts'
import { sameJson } from './object/equal.ts'
import { isRecord } from './object/identity.ts'
import { folderOf } from './yaml/parsed-file.ts'

/** `VirtualService shop/cart`, and where it was first. */
export function namedTwice({ ref }: SourceObject, { place }: SourceObject): { object: string; first: string } {
  return { object: objectText(ref), first: `${place.span.file}:${place.span.line}` }
}

/** Those that say something else included. */
export function everyDefinition(set: {
  objects: readonly SourceObject[]
  copies: readonly Copy[]
  seconds: readonly SecondDefinition[]
}): SourceObject[] {
  return [...definitions(set), ...set.seconds.map(({ object }) => object)]
}

/** Every definition of every object: a kustomization or a deployer may change a copy and leave the first as it is. */
export function definitions({ objects, copies }: { objects: readonly SourceObject[]; copies: readonly Copy[] }): SourceObject[] {
  return [...objects, ...copies.map(({ object }) => object)]
}

/** Whether two definitions of one object say the same; where one has no namespace, both come to be in the same one. */
export function saysTheSame(a: SourceObject, b: SourceObject): boolean {
  return sameJson(content(a), content(b))
}

function content({ value }: SourceObject): unknown {
  const { status: _, metadata, ...rest } = value
  const { namespace: __, ...own } = isRecord(metadata) ? metadata : {}
  return { ...rest, metadata: own }
}

/** The same changes for the copies: they are edited and removed alike, and what is added beside an object is added beside its copies. */
export function withCopies(changes: readonly Change[], copies: readonly Copy[]): Change[] {
  if (copies.length === 0) return [...changes]
  const byIdentity = new Map<string, Copy[]>()
  for (const copy of copies) byIdentity.set(identityOf(copy.of), [...(byIdentity.get(identityOf(copy.of)) ?? []), copy])
  return changes.flatMap((change): Change[] => {
    if (change.kind !== 'edit' && change.kind !== 'remove') return [change]
    const own = byIdentity.get(identityOf(change.target)) ?? []
    return [change, ...own.map(({ object }) => ({ ...change, target: object.ref }))]
  })
}

/**
 * The copies beside which an object is written again: in each file that none of its causes is in, because either file may be the one that is
 * applied. One with a file of its own is written once in a folder.
 */
export function copiesBeside(change: Extract<Change, { kind: 'add' }>, copies: readonly Copy[]): SourceObject[] {
  const home = ({ file }: ObjectRef) => (change.separateFile === undefined ? file : folderOf(file))
  const written = new Set(change.causes.slice(0, 1).map(({ object }) => home(object)))
  return copies.flatMap(({ of, object }) => {
    if (written.has(home(object.ref)) || !change.causes.some((cause) => identityOf(cause.object) === identityOf(of))) return []
    written.add(home(object.ref))
    return [object]
  })
}
