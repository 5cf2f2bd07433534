import type { RecordedDifference } from '../shares/recorded-difference.ts'
import type { KeptDecisions } from './kept-decisions.ts'

/** A difference with what both meshes decided about its request, by numbers; without them, both decide again. */
export interface KeptDifference extends RecordedDifference {
  readonly decided?: readonly [before: number, after: number]
}

/** What comparing found at one destination. */
export interface KnownAnswer {
  /** The name of all that is said of the destination itself. */
  readonly destination: string
  /** One list for each part that was compared; that of an equal one is empty. */
  readonly parts: readonly (readonly KeptDifference[])[]
  /** What the mesh before and the mesh after decided about requests of differences. */
  readonly decided?: readonly [before: KeptDecisions, after: KeptDecisions]
}

/** Answers of earlier comparisons, in bundles with one name: that of everything that decides about their destinations. */
export interface KnownAnswers {
  /** A name that only this text has, such as a SHA-256 digest of it. */
  name(text: string): string
  /** What was kept in a bundle; undefined where nothing was, and where what was kept is not whole. */
  read(bundle: string): readonly KnownAnswer[] | undefined
  /** Takes the place of what was kept in the bundle. */
  keep(bundle: string, answers: readonly KnownAnswer[]): void
  /** Of how many destinations, of all, an answer was known. */
  count(known: number, of: number): void
}
