import type { Change } from '../model/change.ts'
import type { Translation } from '../translation.ts'
import type { Difference } from '../verify/comparison.ts'
import { commandsOf, podsAlone, type StepCommands } from './commands.ts'
import { type FoundOrder, leastNarrowOrder } from './least-narrow-order.ts'
import type { ComparedState, States } from './states.ts'
import { type ClusterObjects, oneAfterTheOther, type StepContents } from './step-contents.ts'
import { mayFollow, partsOfWave, type StepKind, type StepPart } from './step-kind.ts'
import type { Unit } from './unit.ts'

/** One step of a wave: what is done at one time, and the state that it leaves. */
export interface PlanStep {
  /** More than one where each alone would allow what the start denies. */
  readonly kinds: readonly StepKind[]
  readonly contents: StepContents
  readonly commands: StepCommands
  /** The states on its way, the last of which it leaves: one after each object that is rewritten. */
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
  readonly budget: number
}

/** The steps of units that are done at one time, in the preferred order, or in another one where that opens something on the way. */
export function stepsOfWave(
  units: readonly Unit[],
  { translation, folder, done, states, objects, budget }: DoneSoFar,
): readonly PlanStep[] {
  const moves = units.flatMap((unit) => unit.moves)
  const parts = partsOfWave(
    units.flatMap(({ changes }) => changes),
    moves.length > 0,
  )
  const chosen = (indexes: Iterable<number>) => [...indexes].map((index) => parts[index]!)
  const look = (indexes: Iterable<number>) => states.look([...done, ...chosen(indexes).flatMap(({ changes }) => changes)])
  const found = (order: 'preferred' | 'any') =>
    leastNarrowOrder({
      count: parts.length,
      mayFollow: (before, next) => mayFollow(parts[next]!, new Set(chosen(before)), parts, order),
      // What is denied between two commands counts for less than an order that is the same in every wave; what may be allowed counts.
      look: (before) => {
        const { wider, undetermined } = look(before)
        return { opens: wider.length > 0, closes: undetermined }
      },
      budget: Math.min(budget, 4 * parts.length),
    })
  const isSingle = ({ groups }: FoundOrder) => groups.every(({ length }) => length === 1)
  const preferred = found('preferred')
  const other = isSingle(preferred) ? preferred : found('any')
  const order = isSingle(other) ? other : preferred
  const before: number[] = []
  return stretches(order.groups, parts).map((groups, index): PlanStep => {
    const own = [...new Set(chosen(groups.flat()).map(({ kind }) => kind))]
    const restarted = own.includes('enrol') ? moves : []
    const between = groups.flatMap((group) =>
      group.length === 1 ? [] : openedBetween(group, order.opening, (some) => look([...before, ...some])),
    )
    const pods = podsAlone(translation, restarted)
    const contents = groups
      .map((group) =>
        objects.step(
          chosen(group).flatMap(({ changes }) => changes),
          pods,
        ),
      )
      .reduce(oneAfterTheOther)
    const passed = groups.map((group) => {
      before.push(...group)
      return look(before)
    })
    const commands = commandsOf(translation, { folder: `${folder}/${index + 1}-${own.join('-')}`, contents, restarted })
    return { kinds: own, contents, commands, states: passed, between }
  })
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
