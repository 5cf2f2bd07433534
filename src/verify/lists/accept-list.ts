import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { compareText, type SourceSpan } from '../../diagnostics/place.ts'
import type { Comparison, Difference } from '../comparison.ts'
import { digest } from './digest.ts'
import { daysBetween, soon } from './last-day.ts'

/** A difference that the user knows and accepts until a day. */
export interface AcceptEntry {
  readonly difference?: Difference['verdict'] | undefined
  /** The code of the finding that announced it. */
  readonly code?: string | undefined
  /** Its `differenceId`. */
  readonly witness?: string | undefined
  /** All destinations of the difference must be this one; `*` stands for any text. */
  readonly destination?: string | undefined
  readonly reason: string
  /** Who accepts it, as the file says. */
  readonly by?: string | undefined
  /** The last day on which it counts, as `YYYY-MM-DD`. */
  readonly expires: string
  readonly place: SourceSpan
}

/**
 * Marks the differences that the list accepts. An entry counts up to its last day, `today` being such a day too; expired entries silence
 * nothing and are reported, as are those that match nothing and those that expire within 30 days.
 */
export function applyAcceptList(
  comparison: Comparison,
  entries: readonly AcceptEntry[],
  today: string,
): { readonly comparison: Comparison; readonly diagnostics: readonly Diagnostic[] } {
  const current = entries.filter(({ expires }) => compareText(today, expires) <= 0)
  const used = new Set<AcceptEntry>()
  const differences = comparison.differences.map((difference): Difference => {
    const id = differenceId(difference)
    const accepting = current.filter((entry) => accepts(entry, difference, id))
    for (const entry of accepting) used.add(entry)
    const [first] = accepting
    return first === undefined ? difference : { ...difference, acceptedBy: standingOf(first) }
  })
  const diagnostics = entries.flatMap((entry) => {
    if (!current.includes(entry)) return [diagnose(catalogue.acceptExpired, entry.place, { expires: entry.expires, reason: entry.reason })]
    if (!used.has(entry)) return [diagnose(catalogue.acceptUnused, entry.place, { entry: nameOf(entry) })]
    const days = daysBetween(today, entry.expires)
    return days > soon ? [] : [diagnose(catalogue.acceptExpiresSoon, entry.place, { expires: entry.expires, days, by: entry.by ?? '' })]
  })
  return { comparison: { ...comparison, differences }, diagnostics }
}

function standingOf({ reason, expires, by }: AcceptEntry): NonNullable<Difference['acceptedBy']> {
  return { reason, expires, ...(by === undefined ? {} : { by }) }
}

/** Everything that an entry says must hold; of a destination for all that the difference was found at, or an entry would accept more than it says. */
function accepts(entry: AcceptEntry, difference: Difference, id: string): boolean {
  if (entry.difference !== undefined && entry.difference !== difference.verdict) return false
  if (entry.witness !== undefined && entry.witness !== id) return false
  if (entry.code !== undefined && entry.code !== difference.announcedBy?.code) return false
  // A code stands for differences that are not there yet: it must never stand for one that opens something.
  if (entry.witness === undefined && difference.verdict !== 'narrower' && difference.verdict !== 'rerouted') return false
  const pattern = entry.destination
  return pattern === undefined || difference.destinations.every((destination) => fits(pattern, destination))
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}

function nameOf({ witness, code, destination }: AcceptEntry): string {
  return [witness, code, destination].filter((part) => part !== undefined).join(' ')
}

/**
 * The short name of a difference, for accept-lists. It is made of the verdict and of all that the difference covers, by value: it stays when
 * files and rules change their order or their spelling and when something unrelated is added, and it is another one as soon as one more
 * request, client or destination comes out differently, or comes out otherwise.
 */
export function differenceId({ verdict, covers }: Difference): string {
  return digest(`${verdict} ${covers}`)
}
