import { expect } from 'vitest'
import { isPlace } from '../../src/diagnostics/place.ts'
import type { Change } from '../../src/model/change.ts'
import { States } from '../../src/plan/states.ts'
import type { Translation } from '../../src/translation.ts'
import type { Comparison } from '../../src/verify/comparison.ts'

/** All that is said, with the places of the text that was read. */
export function said(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (isPlace(one) ? { ...one.span, path: one.path } : one))
}

/** Compares states one after the other, and each of them with the same state looked at alone: with the start, and with the end where that is asked. */
export function expectStatesAsAlone(translation: Translation, atEnd: Comparison, states: readonly (readonly Change[])[]): void {
  const fresh = () =>
    new States(
      translation,
      atEnd,
      (one) => one,
      () => {},
    )
  const remembering = fresh()
  for (const state of states) {
    const [known, alone] = [remembering.look(state), fresh().look(state)]
    expect(said([known.comparison, known.interim])).toBe(said([alone.comparison, alone.interim]))
  }
}
