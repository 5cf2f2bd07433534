import { targets } from '../../translators/index.ts'
import { objectKey } from '../account/fates.ts'
import { movable } from '../account/movable.ts'
import { compareText, type ObjectRef } from '../diagnostics/place.ts'
import type { Translation } from '../translation.ts'
import { movesIn } from './decision.ts'
import { withoutNamespace } from './not-shown.ts'
import type { Together } from './together.ts'

/** How much of what could move moves: `all` is the sum of the other three. */
export interface Readiness {
  readonly all: number
  readonly today: number
  /** What moves once all decisions are taken that can be tried. */
  readonly afterDecision: number
  readonly stays: number
}

/** The readiness of one namespace. */
export interface NamespaceReadiness extends Readiness {
  readonly namespace: string
}

/** `today` is what `convert` moves; nothing, where it would write nothing (`writes`). */
export function readinessOf(translation: Translation, all: Together, writes: boolean): readonly NamespaceReadiness[] {
  const today = keysOf(writes ? movesIn(translation.emission) : [])
  const later = keysOf(all.moves)
  const unknown = targets[translation.target].moves === 'policies' ? [] : withoutNamespace(translation).map(({ place }) => place.object)
  const refs = new Map(
    [...movable(translation), ...unknown, ...movesIn(translation.emission), ...all.moves].map((ref) => [objectKey(ref), ref]),
  )
  const rows = new Map<string, { all: number; today: number; afterDecision: number; stays: number }>()
  for (const [key, { namespace }] of refs) {
    const row = rows.get(namespace) ?? { all: 0, today: 0, afterDecision: 0, stays: 0 }
    row.all += 1
    row[today.has(key) ? 'today' : later.has(key) ? 'afterDecision' : 'stays'] += 1
    rows.set(namespace, row)
  }
  return [...rows].map(([namespace, row]) => ({ namespace, ...row })).sort((a, b) => compareText(a.namespace, b.namespace))
}

export function sumOf(rows: readonly Readiness[]): Readiness {
  const sum = (key: keyof Readiness): number => rows.reduce((total, row) => total + row[key], 0)
  return { all: sum('all'), today: sum('today'), afterDecision: sum('afterDecision'), stays: sum('stays') }
}

function keysOf(refs: readonly ObjectRef[]): ReadonlySet<string> {
  return new Set(refs.map(objectKey))
}
