import type { OutputFile } from '../../manifest/output-tree.ts'
import type { Becoming } from '../review/becomes.ts'
import { objectsOf } from './file-objects.ts'
import { type ObjectChanges, withMovedValues } from './moved-values.ts'
import { type ValueChange, valueChanges } from './value-changes.ts'

/** An object that differs, by path. */
export interface ChangedObject {
  readonly object: string
  /** The file that has it now, or had it. */
  readonly file: string
  readonly status: 'edited' | 'added' | 'removed'
  readonly changes: readonly ValueChange[]
}

/** A change of files by what changes in their objects. */
export interface Structure {
  readonly objects: readonly ChangedObject[]
  /** Files that cannot be compared by path, because they do not parse or are templates. */
  readonly unread: readonly string[]
  /** Files in which nothing changes but spelling, order and comments. */
  readonly spelling: readonly string[]
}

/** Compares the objects of files before and after. `becomings` says which objects an object of the source became, so that its values are found there. */
export function structureOf(files: readonly OutputFile[], becomings: readonly Becoming[]): Structure {
  const changed = files.filter(({ status }) => status !== 'unchanged')
  const sides = {
    before: objectsOf(changed.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, text: before }]))),
    after: objectsOf(changed.flatMap(({ path, text, status }) => (text === undefined || status === 'removed' ? [] : [{ path, text }]))),
  }
  const unread = [...new Set([...sides.before.unread, ...sides.after.unread])]
  const keys = [...new Set([...sides.before.objects.keys(), ...sides.after.objects.keys()])]
  const all = keys.flatMap((key): ChangedObject[] => {
    const [before, after] = [sides.before.objects.get(key), sides.after.objects.get(key)]
    const { title, file } = (after ?? before)!
    // Of a file that cannot be read on one side nothing is known to be added or removed.
    if ([before?.file, after?.file].some((path) => path !== undefined && unread.includes(path))) return []
    const changes = valueChanges(before?.value, after?.value)
    const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'edited'
    return changes.length === 0 ? [] : [{ object: title, file, status, changes }]
  })
  const objects = withMoves(all, becomings).filter(({ changes, status }) => changes.length > 0 || status !== 'edited')
  const told = new Set(objects.map(({ file }) => file))
  const before = new Map([...sides.before.objects.values()].map(({ title, file }) => [title, file]))
  const also = new Set(objects.map(({ object }) => before.get(object)))
  const spelling = changed.map(({ path }) => path).filter((path) => !told.has(path) && !also.has(path) && !unread.includes(path))
  return { objects, unread, spelling }
}

/** Values that moved, within each object and to what it became. */
function withMoves(all: readonly ChangedObject[], becomings: readonly Becoming[]): ChangedObject[] {
  const changes = new Map(all.map((one) => [one, one.changes]))
  for (const one of all) {
    const becomes = new Set(becomings.filter(({ source }) => source === one.object).flatMap((row) => row.becomes))
    const targets = all.filter((other) => other !== one && other.status === 'added' && becomes.has(other.object))
    const source: ObjectChanges = { title: one.object, changes: changes.get(one)! }
    const moved = withMovedValues(
      source,
      targets.map((target) => ({ title: target.object, changes: changes.get(target)! })),
    )
    changes.set(one, moved.source.changes)
    for (const [index, target] of targets.entries()) changes.set(target, moved.becomes[index]!.changes)
  }
  return all.map((one) => ({ ...one, changes: changes.get(one)! }))
}
