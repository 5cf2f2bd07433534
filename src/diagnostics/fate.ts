/**
 * What becomes of one leaf of an input resource. Every leaf has exactly one.
 *
 * - `translated`: its meaning is in the output, in another form or another object.
 * - `kept`: passed through as it is, and it goes on meaning the same.
 * - `no-effect`: it decides nothing in the target (the reason says why), so nothing is emitted for it.
 * - `stricter`: the output allows or does less than the input.
 * - `refused`: it is not translated; a diagnostic says why and what to do.
 */
export type Fate = 'translated' | 'kept' | 'no-effect' | 'stricter' | 'refused'

/** From harmless to grave; the gravest of several outcomes is the fate of a leaf. */
export const fateOrder: readonly Fate[] = ['kept', 'no-effect', 'translated', 'stricter', 'refused']

export function graverFate(a: Fate, b: Fate): Fate {
  return fateOrder.indexOf(a) >= fateOrder.indexOf(b) ? a : b
}

/** The fate that a target declares for a field, with the reason a reader of the field table is owed. */
export interface DeclaredFate {
  readonly fate: Fate
  readonly note: string
}

/**
 * A total map over a CRD type: every field is either declared as a whole or opened into a map of its own. Lists are seen through;
 * free-form maps (`additionalProperties`) are declared under `*`. A field that is left out does not compile.
 */
export type FateMap<T> = { readonly [K in keyof T]-?: DeclaredFate | FateMap<Inner<T[K]>> }

type Inner<V> =
  NonNullable<V> extends readonly (infer Item)[]
    ? Inner<Item>
    : NonNullable<V> extends Record<string, infer Value>
      ? string extends keyof NonNullable<V>
        ? { '*': Value }
        : NonNullable<V>
      : NonNullable<V>

export const translated = (note: string): DeclaredFate => ({ fate: 'translated', note })
export const kept = (note: string): DeclaredFate => ({ fate: 'kept', note })
export const noEffect = (note: string): DeclaredFate => ({ fate: 'no-effect', note })
export const refused = (note: string): DeclaredFate => ({ fate: 'refused', note })
export const stricter = (note: string): DeclaredFate => ({ fate: 'stricter', note })
