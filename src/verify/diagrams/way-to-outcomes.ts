import type { Node } from '../../algebra/diagram.ts'
import { classesOfClient, type KnownAttributes } from './client-classes.ts'
import type { Outcome } from './leaf.ts'
import type { Universe } from './universe.ts'

/**
 * A way through two diagrams, side by side, to two outcomes that are wanted, for clients of which something is known; undefined where no way without
 * anything unknown leads there. What no rule names comes before what one names.
 */
export function wayToOutcomes(
  universe: Universe,
  [before, after]: readonly [Node, Node],
  client: KnownAttributes,
  isWanted: (before: Outcome, after: Outcome) => boolean,
): ReadonlyMap<number, number> | undefined {
  const { diagrams, firstUnknown } = universe
  const path = new Map<number, number>()
  const failed = new Set<string>()
  const go = (a: Node, b: Node): boolean => {
    const memo = `${a},${b}`
    if (failed.has(memo)) return false
    const [was, is] = [diagrams.valueOf(a), diagrams.valueOf(b)]
    if (was !== undefined && is !== undefined && isWanted(was, is)) return true
    const variable = Math.min(diagrams.variableOf(a), diagrams.variableOf(b))
    if (variable < firstUnknown)
      for (const index of classesOfClient(universe, variable, client) ?? [0, ...diagrams.classesNamed(variable, [a, b])]) {
        path.set(variable, index)
        if (go(diagrams.child(a, variable, index), diagrams.child(b, variable, index))) return true
        path.delete(variable)
      }
    failed.add(memo)
    return false
  }
  return go(before, after) ? path : undefined
}
