import { outcomesOf } from '../../account/verdicts.ts'
import { definitionOf } from '../../diagnostics/catalogue.ts'
import { withThoseBehind } from '../../estimate/behind.ts'
import { causesOfVerdicts } from '../../estimate/causes.ts'
import { movesIn } from '../../estimate/decision.ts'
import { decisionsOf, type OnTrying } from '../../estimate/decisions.ts'
import { allTogether, bestTogether } from '../../estimate/together.ts'
import type { PendingMoves } from '../../report/plan/report.ts'
import type { Translation } from '../../translation.ts'

/** What would let more move, as `estimate` has it: each decision tried by translating again as if it were taken. Absent where nothing waits for one. */
export function pendingMoves(translation: Translation, onTrying: OnTrying): PendingMoves | undefined {
  const titleOf = (code: string) => definitionOf(code)?.title ?? code
  const { decisions } = withThoseBehind(
    translation,
    decisionsOf(translation, causesOfVerdicts(outcomesOf(translation), titleOf), titleOf, onTrying),
    titleOf,
  )
  if (decisions.length === 0) return undefined
  const all = allTogether(translation, decisions)
  const { decisions: together, moves } = bestTogether(translation, decisions, all)
  return { decisions, together, moves: moves.length, today: movesIn(translation.emission).length, withAll: all.moves.length }
}
