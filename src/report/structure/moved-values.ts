import type { ValueChange } from './value-changes.ts'

/** An object with what changes in it. */
export interface ObjectChanges {
  readonly title: string
  readonly changes: readonly ValueChange[]
}

type Removed = Extract<ValueChange, { change: 'removed' }>
type Added = Extract<ValueChange, { change: 'added' }>

/**
 * Finds the values that are removed at one path and added at another one, of the same object or of one that it becomes: those below a field of the same
 * name first, then those that are there once on each side. What is removed becomes `moved`, and what is added is left out where it went.
 */
export function withMovedValues(
  source: ObjectChanges,
  becomes: readonly ObjectChanges[],
): { source: ObjectChanges; becomes: ObjectChanges[] } {
  const all = [source, ...becomes].flatMap(({ title, changes }) => changes.filter(isAdded).map((added) => ({ title, added })))
  const open = new Set(all)
  const moves = new Map<Removed, (typeof all)[number]>()
  const removed = source.changes.filter(isRemoved)
  const take = (one: Removed, target: (typeof all)[number] | undefined): void => {
    if (target === undefined) return
    moves.set(one, target)
    open.delete(target)
  }
  const isThere = (one: Removed, target: (typeof all)[number]): boolean => Object.is(target.added.after, one.before)
  // What stays in the object did not go to another one.
  for (const own of [true, false]) {
    const within = (): typeof all => [...open].filter(({ title }) => !own || title === source.title)
    for (const one of removed.filter((candidate) => !moves.has(candidate)))
      take(
        one,
        within().find((target) => isThere(one, target) && lastField(target.added.path) === lastField(one.path)),
      )
    for (const one of removed.filter((candidate) => !moves.has(candidate) && isTelling(candidate.before))) {
      const same = within().filter((target) => isThere(one, target))
      const others = removed.filter((other) => !moves.has(other) && Object.is(other.before, one.before))
      if (same.length === 1 && others.length === 1) take(one, same[0])
    }
  }
  const gone = new Set([...moves.values()].map(({ added }) => added))
  const left = ({ title, changes }: ObjectChanges): ObjectChanges => ({
    title,
    changes: changes
      .filter((change) => !(isAdded(change) && gone.has(change)) && !(isRemoved(change) && isTitle(change, moves.get(change)?.added)))
      .map((change) => {
        const target = isRemoved(change) ? moves.get(change) : undefined
        return target === undefined ? change : moved(change as Removed, target, title)
      }),
  })
  return { source: left(source), becomes: becomes.map(left) }
}

function moved({ path, before }: Removed, { title, added }: { title: string; added: Added }, from: string): ValueChange {
  return { change: 'moved', path, to: added.path, ...(title === from ? {} : { object: title }), value: before }
}

/** The name and the namespace that both objects have: their titles say them. */
function isTitle({ path }: Removed, added: Added | undefined): boolean {
  return added?.path === path && (path === 'metadata.name' || path === 'metadata.namespace')
}

function isAdded(change: ValueChange): change is Added {
  return change.change === 'added'
}

function isRemoved(change: ValueChange): change is Removed {
  return change.change === 'removed'
}

/** Whether a value says by itself where it came from: `true` and small numbers are everywhere. */
function isTelling(value: unknown): boolean {
  return typeof value === 'string' ? value.length > 1 : typeof value === 'number' && value > 100
}

/** `name` of `spec.hosts[name=x].name`; the list itself for its items. */
function lastField(path: string): string {
  let field = path
  while (field.endsWith(']')) field = field.slice(0, Math.max(0, field.lastIndexOf('[')))
  return field.slice(field.lastIndexOf('.') + 1)
}
