import { compareText, type Place } from '../../diagnostics/place.ts'
import type { Decision } from '../../model/verdict.ts'
import type { Announcement, Difference, DifferenceVerdict, Witness } from '../comparison.ts'
import { digest } from '../lists/digest.ts'

/** One difference of one part, before grouping. */
export interface FoundDifference {
  readonly verdict: DifferenceVerdict
  readonly destination: string
  readonly client: string
  readonly classes: number
  /** A name of what exactly differs: where, for whom, which requests, and what becomes of them on both sides. */
  readonly covers: string
  readonly changed: readonly string[]
  readonly witness?: Witness
  readonly needs?: string
  /** For a doubt about nothing but limits of requests: the EnvoyFilters that set them, by name. */
  readonly limits?: readonly string[]
  readonly announcedBy?: Announcement
  readonly assumedAway?: string
  readonly failsOpen?: true
  readonly causes?: Difference['causes']
  /** Set where a doubt covers more requests than were replayed. */
  readonly untried?: true
  /** Set for pod ports that no Service leads to, where only the identity of clients makes the difference. */
  readonly withoutService?: true
}

interface Group {
  readonly first: FoundDifference
  readonly destinations: Set<string>
  readonly clients: Set<string>
  readonly covers: Set<string>
  /** By what they say. */
  readonly causes: Map<string, NonNullable<Difference['causes']>[number]>
  parts: number
  classes: number
}

/**
 * Joins differences with one cause: the same verdict, the same deciding rules on both sides, the same change, the same announcement. Of each
 * group the first witness is kept.
 */
export class Differences {
  readonly #groups = new Map<string, Group>()

  #untried = false

  add(difference: FoundDifference): void {
    if (difference.untried === true) this.#untried = true
    const key = causeOf(difference)
    const { destination, client, classes, covers, causes = [] } = difference
    const group = this.#groups.get(key)
    if (group === undefined) {
      this.#groups.set(key, {
        first: difference,
        destinations: new Set([destination]),
        clients: new Set([client]),
        covers: new Set([covers]),
        causes: new Map(causes.map((cause) => [cause.what, cause])),
        parts: 1,
        classes,
      })
      return
    }
    group.destinations.add(destination)
    group.clients.add(client)
    group.covers.add(covers)
    for (const cause of causes) group.causes.set(cause.what, cause)
    group.parts += 1
    group.classes = Math.min(group.classes + classes, Number.MAX_SAFE_INTEGER)
  }

  /** Whether some doubt covers more requests than were replayed. */
  get untried(): boolean {
    return this.#untried
  }

  /** Sorted: the gravest first, then by destination. */
  list(): Difference[] {
    return [...this.#groups.values()].map(merged).sort(compareDifferences)
  }
}

function merged({ first, destinations, clients, covers, causes, parts, classes }: Group): Difference {
  const { verdict, changed, witness, needs, announcedBy, assumedAway, failsOpen, withoutService } = first
  return {
    verdict,
    destinations: [...destinations],
    clients: [...clients],
    covers: digest([...covers].sort(compareText).join()),
    changed,
    parts,
    classes,
    ...(witness === undefined ? {} : { witness }),
    ...(needs === undefined ? {} : { needs }),
    ...(causes.size === 0 ? {} : { causes: [...causes.values()].sort((a, b) => compareText(a.what, b.what)) }),
    ...(announcedBy === undefined ? {} : { announcedBy }),
    ...(withoutService === undefined ? {} : { withoutService }),
    ...(assumedAway === undefined ? {} : { assumedAway }),
    ...(failsOpen === undefined ? {} : { failsOpen }),
  }
}

/** Differences of one cause have one text. */
export function causeOf({
  verdict,
  changed,
  witness,
  needs,
  announcedBy,
  assumedAway,
  failsOpen,
  withoutService,
}: FoundDifference): string {
  if (witness === undefined) return JSON.stringify([verdict, needs, assumedAway, failsOpen])
  return JSON.stringify([
    verdict,
    changed,
    rulesOf(witness.before),
    rulesOf(witness.after),
    announcedBy?.code,
    announcedBy?.place?.span,
    assumedAway,
    failsOpen,
    // Each cause is reported once.
    verdict === 'identified' && witness.request.address.kind === 'pod',
    withoutService,
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

const gravity: readonly DifferenceVerdict[] = ['wider', 'narrower', 'rerouted', 'undetermined', 'identified']

export function compareDifferences(a: Difference, b: Difference): number {
  return (
    gravity.indexOf(a.verdict) - gravity.indexOf(b.verdict) ||
    compareText(a.destinations[0] ?? '', b.destinations[0] ?? '') ||
    compareText(a.clients[0] ?? '', b.clients[0] ?? '') ||
    compareText(a.needs ?? '', b.needs ?? '')
  )
}
