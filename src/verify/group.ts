import { compareText, type Place } from '../diagnostics/place.ts'
import type { Decision } from '../model/decide/verdict.ts'
import type { Announcement, Difference, DifferenceVerdict, Witness } from './comparison.ts'

/** One difference of one part, before grouping. */
export interface FoundDifference {
  readonly verdict: DifferenceVerdict
  readonly destination: string
  readonly client: string
  readonly classes: number
  readonly changed: readonly string[]
  readonly witness?: Witness
  readonly needs?: string
  readonly announcedBy?: Announcement
  readonly assumedAway?: string
}

/** Joins differences with one cause: the same verdict, the same deciding rules on both sides, the same change, the same announcement. */
export function grouped(found: readonly FoundDifference[]): Difference[] {
  const groups = new Map<string, FoundDifference[]>()
  for (const difference of found) {
    const key = causeOf(difference)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [difference])
    else group.push(difference)
  }
  return [...groups.values()].map(merged).sort(compareDifferences)
}

function merged(group: readonly FoundDifference[]): Difference {
  const [first] = group as [FoundDifference]
  const { verdict, changed, witness, needs, announcedBy, assumedAway } = first
  return {
    verdict,
    destinations: [...new Set(group.map(({ destination }) => destination))],
    clients: [...new Set(group.map(({ client }) => client))],
    changed,
    parts: group.length,
    classes: Math.min(
      group.reduce((sum, { classes }) => sum + classes, 0),
      Number.MAX_SAFE_INTEGER,
    ),
    ...(witness === undefined ? {} : { witness }),
    ...(needs === undefined ? {} : { needs }),
    ...(announcedBy === undefined ? {} : { announcedBy }),
    ...(assumedAway === undefined ? {} : { assumedAway }),
  }
}

function causeOf({ verdict, changed, witness, needs, announcedBy, assumedAway }: FoundDifference): string {
  if (witness === undefined) return JSON.stringify([verdict, needs])
  return JSON.stringify([
    verdict,
    changed,
    rulesOf(witness.before),
    rulesOf(witness.after),
    announcedBy?.code,
    announcedBy?.place?.span,
    assumedAway,
  ])
}

/** The rules that decided, with what they decided: of refusals the refusing ones, else all that were met. */
function rulesOf(decision: Decision): string[] {
  const points = decision.branches.length === 0 ? decision.points : decision.branches.flatMap((branch) => branch.points)
  const deciding = points.filter(({ verdict }) => verdict !== 'allowed')
  return [
    ...new Set(
      (deciding.length > 0 ? deciding : points).map(({ point, reason, because }) => `${point} ${reason} ${because.map(where).join(' ')}`),
    ),
  ].sort()
}

function where({ object, span }: Place): string {
  return `${object.file}:${span.line}:${span.col}`
}

const gravity: readonly DifferenceVerdict[] = ['wider', 'narrower', 'rerouted', 'undetermined']

export function compareDifferences(a: Difference, b: Difference): number {
  return (
    gravity.indexOf(a.verdict) - gravity.indexOf(b.verdict) ||
    compareText(a.destinations[0] ?? '', b.destinations[0] ?? '') ||
    compareText(a.clients[0] ?? '', b.clients[0] ?? '') ||
    compareText(a.needs ?? '', b.needs ?? '')
  )
}
