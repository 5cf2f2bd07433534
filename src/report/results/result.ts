import { compareSpans, compareText, type SourceSpan } from '../../diagnostics/place.ts'

/** How grave a result is, in the words of SARIF. */
export type Level = 'error' | 'warning' | 'note'

/** One thing to look at, as tools that annotate a change take it: a finding, a difference, an expectation that does not hold. */
export interface Result {
  /** A code of the catalogue such as `US3001`, or what was compared, such as `wider`. */
  readonly rule: string
  readonly level: Level
  /** One sentence. */
  readonly title: string
  /** More lines, such as the witness of a difference; empty where the title says it all. */
  readonly details: string
  /** What to do; empty where nothing is to be done. */
  readonly hint: string
  /** Where it stands in what is reviewed; absent where nothing of it has a place. */
  readonly span?: SourceSpan
  readonly related: readonly { readonly span: SourceSpan; readonly message: string }[]
  /** Names the result from one run to the next: it does not depend on lines, nor on what else is found. */
  readonly fingerprint: string
}

export const levels: readonly Level[] = ['error', 'warning', 'note']

/**
 * The gravest first, and of these what lets more through, because hosts of code show only so many; then in the order in which a reader of the
 * files meets them.
 */
export function gravestFirst(results: readonly Result[]): Result[] {
  return [...results].sort(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      Number(isWider(b)) - Number(isWider(a)) ||
      compareMaybe(a.span, b.span) ||
      compareText(a.rule, b.rule) ||
      compareText(a.fingerprint, b.fingerprint),
  )
}

function isWider({ rule }: Result): boolean {
  return rule === 'wider'
}

function compareMaybe(a: SourceSpan | undefined, b: SourceSpan | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return compareSpans(a, b)
}

/** Whether a file is below the working folder: annotations can name no other one. */
export function isBelowWorkingFolder({ file }: SourceSpan): boolean {
  return !file.startsWith('/') && !file.startsWith('../') && !/^[A-Za-z]:[\\/]/.test(file)
}

/** Results of one kind at one object differ in their order. */
export function withOrdinals(results: readonly Result[]): Result[] {
  const times = new Map<string, number>()
  return results.map((result) => {
    const time = (times.get(result.fingerprint) ?? 0) + 1
    times.set(result.fingerprint, time)
    return { ...result, fingerprint: `${result.fingerprint}:${time}` }
  })
}
