import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose, sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import { compareText, objectText, pathText, type SourceSpan } from '../../diagnostics/place.ts'
import { daysBetween, soon } from './last-day.ts'

/** A finding that the user knows and does not want to be shown until a day. */
export interface Suppression {
  readonly code: string
  /** Objects of every kind where it is absent. */
  readonly kind?: string | undefined
  /** Absent for objects of the cluster where the entry has a name, for those of every namespace where it has none. */
  readonly namespace?: string | undefined
  /** All objects of the kind and namespace where it is absent. */
  readonly name?: string | undefined
  /** The field that the finding points at; all of the object where it is absent. */
  readonly field?: string | undefined
  readonly reason: string
  /** Who suppresses it, as the file says. */
  readonly by?: string | undefined
  /** The last day on which it counts, as `YYYY-MM-DD`. */
  readonly expires: string
  readonly place: SourceSpan
}

/** A finding that is not shown, with what the user says of it. */
export interface SuppressedFinding {
  readonly diagnostic: Diagnostic
  readonly by: Suppression
}

/** What is left of findings, and what was hidden of them. */
export interface SuppressedFindings {
  readonly shown: readonly Diagnostic[]
  readonly hidden: readonly SuppressedFinding[]
}

/**
 * Hides findings that the user suppresses: what they are about stays as it is, and so does what is written. An entry counts up to its last day,
 * `today` being such a day too. An entry that does not name one object hides no errors: it would hide those of objects that come later. Expired entries
 * hide nothing and are errors; those that expire within 30 days or match nothing are reported.
 */
export function applySuppressions(diagnostics: readonly Diagnostic[], entries: readonly Suppression[], today: string): SuppressedFindings {
  if (entries.length === 0) return { shown: diagnostics, hidden: [] }
  const current = entries.filter(({ expires }) => compareText(today, expires) <= 0)
  const hidden: SuppressedFinding[] = []
  const shown: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const by = isSuppressible(diagnostic) ? current.find((entry) => suppresses(entry, diagnostic)) : undefined
    if (by === undefined) shown.push(diagnostic)
    else hidden.push({ diagnostic, by })
  }
  const own = entries.flatMap((entry) => {
    const about = { code: entry.code, object: suppressedObjects(entry), expires: entry.expires }
    if (!current.includes(entry)) return [diagnose(catalogue.suppressionExpired, entry.place, { ...about, reason: entry.reason })]
    if (!diagnostics.some((diagnostic) => suppresses(entry, diagnostic))) return [diagnose(catalogue.suppressionUnused, entry.place, about)]
    const days = daysBetween(today, entry.expires)
    return days > soon ? [] : [diagnose(catalogue.suppressionExpiresSoon, entry.place, { ...about, days, by: entry.by ?? '' })]
  })
  return { shown: sortDiagnostics([...shown, ...own]), hidden }
}

/** What was not read, what comparing says and faults of ours are never hidden: nothing else says them. */
export function isSuppressible({ stage }: Pick<Diagnostic, 'stage'>): boolean {
  return stage === 'schema' || stage === 'meaning' || stage === 'target'
}

function suppresses(entry: Suppression, diagnostic: Diagnostic): boolean {
  const { place } = diagnostic
  if (entry.code !== diagnostic.code || place === undefined) return false
  const { kind, namespace, name } = place.object
  if (!namesOneObject(entry) && diagnostic.severity === 'error') return false
  if (entry.kind !== undefined && entry.kind !== kind) return false
  if (entry.name !== undefined && entry.name !== name) return false
  // Objects of the cluster have no namespace that an entry for one of them could name.
  if ((entry.namespace ?? (entry.name === undefined ? namespace : '')) !== namespace) return false
  return entry.field === undefined || entry.field === pathText(place.path)
}

function namesOneObject({ kind, name }: Suppression): boolean {
  return kind !== undefined && name !== undefined
}

/** What an entry is for: `AuthorizationPolicy shop/readers`, `AuthorizationPolicy shop/*`; `every object` where it says only a code. */
export function suppressedObjects({ kind, namespace, name }: Suppression): string {
  if (kind === undefined && namespace === undefined && name === undefined) return 'every object'
  return objectText({ kind: kind ?? '*', namespace: namespace ?? (name === undefined ? '*' : ''), name: name ?? '*' })
}
