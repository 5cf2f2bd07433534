import type { KubernetesObject } from '../../src/model/object.ts'
import type { Random } from './random.ts'

export type Family = 'authorization' | 'attachment' | 'ports' | 'authentication' | 'routes' | 'enrolment' | 'cilium'

/** One way in which an emitter, or the user who edits its output, goes wrong. */
export interface MutantKind {
  readonly name: string
  readonly family: Family
  /** Why such a fault is likely, in one line. */
  readonly why: string
  readonly damage: Damage
}

/** The damaged object; undefined where the kind has nothing to damage. The object itself is not changed. */
export type Damage = (
  object: KubernetesObject,
  random: Random,
  others: readonly KubernetesObject[],
) => KubernetesObject | 'removed' | undefined

/** Kinds of one family, by name: why, and what is damaged. */
export function kindsOf(family: Family, kinds: Readonly<Record<string, readonly [why: string, damage: Damage]>>): MutantKind[] {
  return Object.entries(kinds).map(([name, [why, damage]]) => ({ name, family, why, damage }))
}

/** A kind that only speaks of some kinds of objects. */
export function on(kinds: string | readonly string[], damage: Damage): Damage {
  return (object, random, others) => (kinds.includes(object.kind) ? damage(object, random, others) : undefined)
}

export const removed: Damage = () => 'removed'
