import type { OutputFile } from '../manifest/output-tree.ts'
import type { Change } from '../model/change.ts'
import type { Translation } from '../translation.ts'
import type { Difference } from '../verify/comparison.ts'
import { commandsOf, podsAlone, type StepCommands } from './commands.ts'
import { filesBetween } from './files-between.ts'
import { type FoundOrder, leastNarrowOrder } from './least-narrow-order.ts'
import { roundsOf } from './rewritten-apart.ts'
import type { SourceEdit, Sources } from './source/source-edit.ts'
import type { ComparedState, States } from './states.ts'
import { type ClusterObjects, oneAfterTheOther, type StepContents } from './step-contents.ts'
import { mayFollow, oneByOne, partsOfWave, type StepKind, type StepPart } from './step-kind.ts'
import type { Unit } from './unit.ts'

/** One step of a wave: what is done at one time, and the state that it leaves. */
export interface PlanStep {
  /** More than one where each alone would allow what the start denies. */
  readonly kinds: readonly StepKind[]
  readonly changes: readonly Change[]
  readonly contents: StepContents
  /** The same in rounds, one for each of `states`. */
  readonly rounds: readonly StepContents[]
  readonly commands: StepCommands
  /** Where the same is done in the source. */
  readonly sources: readonly SourceEdit[]
  /** The source files as they are before and after it. */
  readonly files: readonly OutputFile[]
  /** The states on its way, the last of which it leaves: one after each round of objects that are rewritten. */
  readonly states: readonly ComparedState[]
  /** What would be allowed between the parts of a step with several kinds, and is for as long as applying them takes. */
  readonly between: readonly Difference[]
}

/** What a wave is planned with. */
export interface DoneSoFar {
  readonly translation: Translation
  readonly folder: string
  readonly done: readonly Change[]
  readonly states: States
  readonly objects: ClusterObjects
  readonly sources: Sources
  readonly budget: number
}

/** The parts of a wave, and the order in which they are done. */
interface OrderedParts {
  readonly parts: readonly StepPart[]
  readonly order: FoundOrder
}

/** The steps of units that are done at one time, in the preferred order, or in another one where that opens something on the way. */
export function stepsOfWave(units: readonly Unit[], wave: DoneSoFar): readonly PlanStep[] {
  const { translation, folder, done, states, objects, sources } = wave
  const moves = units.flatMap((unit) => unit.moves)
  const { parts, order } = orderOf(
    units.flatMap(({ changes }) => changes),
    moves.length > 0,
    wave,
  )
  const chosen = (indexes: Iterable<number>) => [...indexes].map((index) => parts[index]!)
  const look = (indexes: Iterable<number>) => states.look([...done, ...chosen(indexes).flatMap(({ changes }) => changes)])
  const before: number[] = []
  let files = states.output(done)
  return stretches(order.groups, parts).map((groups, index): PlanStep => {
    const own = [...new Set(chosen(groups.flat()).map(({ kind }) => kind))]
    const restarted = own.includes('enrol') ? moves : []
    const between = groups.flatMap((group) =>
      group.length === 1 ? [] : openedBetween(group, order.opening, (some) => look([...before, ...some])),
    )
    const pods = podsAlone(translation, restarted)
    const rounds = groups.map((group) =>
      objects.step(
        chosen(group).flatMap(({ changes }) => changes),
        pods,
      ),
    )
    const contents = rounds.reduce(oneAfterTheOther)
    const passed = groups.map((group) => {
      before.push(...group)
      return look(before)
    })
    const commands = commandsOf(translation, { folder: `${folder}/${index + 1}-${own.join('-')}`, contents, restarted })
    const made = chosen(groups.flat()).flatMap(({ changes }) => changes)
    const edits = sources.of(made)
    const was = files
    files = states.output([...done, ...chosen(before).flatMap(({ changes }) => changes)])
    return {
      kinds: own,
      changes: made,
      contents,
      rounds,
      commands,
      sources: edits,
      files: filesBetween(was, files),
      states: passed,
      between,
    }
  })
}

/**
 * The first order in which each part is done by itself, of four: objects that concern different pods are rewritten at one time, or all one by one, each in
 * the preferred order of kinds or in any. Without one, parts that open something alone are done at one time.
 */
function orderOf(changes: readonly Change[], moves: boolean, { done, states, budget }: DoneSoFar): OrderedParts {
  const rounds = partsOfWave(changes, moves, (rewritten) => roundsOf(rewritten, states.ends))
  const found = (parts: readonly StepPart[], order: 'preferred' | 'any'): OrderedParts => {
    const chosen = (indexes: Iterable<number>) => [...indexes].map((index) => parts[index]!)
    return {
      parts,
      order: leastNarrowOrder({
        count: parts.length,
        mayFollow: (before, next) => mayFollow(parts[next]!, new Set(chosen(before)), parts, order),
        // What is denied between two commands counts for less than an order that is the same in every wave; what may be allowed counts.
        look: (before) => {
          const { wider, undetermined } = states.look([...done, ...chosen(before).flatMap((part) => part.changes)])
          return { opens: wider.length > 0, closes: undetermined }
        },
        budget: Math.min(budget, 4 * parts.length),
      }),
    }
  }
  const isSingle = ({ order: { groups } }: OrderedParts) => groups.every(({ length }) => length === 1)
  const preferred = found(rounds, 'preferred')
  if (isSingle(preferred)) return preferred
  const singly = partsOfWave(changes, moves, oneByOne)
  const finer = singly.length > rounds.length ? singly : rounds
  const again = finer === rounds ? preferred : found(finer, 'preferred')
  const other = isSingle(again) ? again : found(finer, 'any')
  return isSingle(other) ? other : again
}

/** Objects that are rewritten one after the other are one step, with a state after each. */
function stretches(groups: readonly (readonly number[])[], parts: readonly StepPart[]): readonly (readonly number[])[][] {
  const found: (readonly number[])[][] = []
  const isRewritten = (group: readonly number[] | undefined) => group?.every((one) => parts[one]!.kind === 'rewrite') === true
  for (const group of groups) {
    const last = found.at(-1)
    if (last !== undefined && isRewritten(last[0]) && isRewritten(group)) last.push(group)
    else found.push([group])
  }
  return found
}

/** What each part of a group would open alone: the first that does is enough to say why they are done at one time. */
export function openedBetween(
  group: readonly number[],
  opening: readonly (readonly number[])[],
  look: (some: readonly number[]) => ComparedState,
) {
  const alone = group.map((one) => [one]).filter((some) => opening.some((indexes) => indexes.includes(some[0]!)))
  for (const some of alone) {
    const { wider } = look(some)
    if (wider.length > 0) return wider
  }
  return []
}
