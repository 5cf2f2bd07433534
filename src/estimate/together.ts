import type { ObjectRef } from '../diagnostics/place.ts'
import type { Emission } from '../model/change.ts'
import { emissionIf, movesBeyond } from '../supposing.ts'
import type { Translation } from '../translation.ts'
import { movesIn, type PendingDecision, suppositionOf } from './decision.ts'

/** Several decisions taken at once, and what would move then. */
export interface Together {
  readonly decisions: readonly PendingDecision[]
  readonly moves: readonly ObjectRef[]
}

const [inOneSet, candidatesAtMost] = [3, 6]

/** All decisions that can be tried, taken at once: what still stays then stays for reasons that no decision settles. */
export function allTogether(translation: Translation, decisions: readonly PendingDecision[]): Together & { readonly emission: Emission } {
  const tried = triable(decisions)
  const emission = tried.length === 0 ? translation.emission : emissionIf(translation, suppositionOf(tried))
  return { decisions: tried, moves: movesIn(emission), emission }
}

/**
 * The next three decisions: the one that moves most, then the one that moves most beside it, and once more. Where none moves anything
 * alone, the one that most resources wait for comes first: a workload may wait for two decisions.
 */
export function bestTogether(translation: Translation, decisions: readonly PendingDecision[], all: Together): Together {
  const candidates = [...triable(decisions)].sort((a, b) => size(b) - size(a)).slice(0, candidatesAtMost)
  let best: Together = { decisions: [], moves: movesIn(translation.emission) }
  while (best.decisions.length < inOneSet && best.moves.length < all.moves.length) {
    let next: Together | undefined
    for (const candidate of candidates.filter((one) => !best.decisions.includes(one))) {
      const taken = [...best.decisions, candidate]
      // One that moves no more than another is not next, whatever it moves.
      const moves = next === undefined ? movesOf(translation, taken) : movesOfMore(translation, taken, next.moves.length)
      if (moves === undefined) continue
      next = { decisions: taken, moves }
      // No decision moves more beside these than all of them do.
      if (moves.length >= all.moves.length) break
    }
    if (next === undefined) break
    best = next
  }
  return best
}

function movesOf(translation: Translation, decisions: readonly PendingDecision[]): readonly ObjectRef[] {
  return movesOfMore(translation, decisions, 0) ?? []
}

/** What moves with some decisions, where more than so many objects do. */
function movesOfMore(translation: Translation, decisions: readonly PendingDecision[], count: number): readonly ObjectRef[] | undefined {
  const [{ moves: alone = [] }] = decisions as readonly [PendingDecision]
  if (decisions.length === 1) return alone.length > count ? alone : undefined
  return movesBeyond(translation, suppositionOf(decisions), count)
}

function triable(decisions: readonly PendingDecision[]): readonly PendingDecision[] {
  return decisions.filter(({ moves }) => moves !== undefined)
}

function size({ moves = [] }: PendingDecision): number {
  return moves.length
}
