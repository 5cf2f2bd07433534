import { compareText, objectText } from '../diagnostics/place.ts'
import { decidingKinds } from '../model/deciding-kinds.ts'
import type { PendingDecision, WayOut } from './decision.ts'
import type { Range } from './range.ts'
import type { Readiness } from './readiness.ts'

/** A way out with objects by their names, as reports have it. */
export type NamedWayOut =
  | Exclude<WayOut, { readonly kind: 'without' }>
  | { readonly kind: 'without'; readonly objects: readonly string[]; readonly asks?: string | undefined }

/** What is compared of an earlier estimate, as its JSON report has it. */
export interface EarlierEstimate {
  readonly readiness: Readiness & { readonly namespaces: readonly (Readiness & { readonly namespace: string })[] }
  readonly decisions: readonly { readonly wayOut: NamedWayOut; readonly codes: readonly string[]; readonly resources: readonly string[] }[]
  readonly effort: {
    readonly points: Range
    readonly ledgers?: readonly { readonly items: readonly { readonly weight: string; readonly count: number; readonly points: Range }[] }[]
  }
}

export interface BeforeAndNow<T> {
  readonly before?: T | undefined
  readonly now?: T | undefined
}

/** A decision of either estimate, and how many resources wait for it there; without `now` it was taken, or what it was about is gone. */
export interface ChangedDecision extends BeforeAndNow<number> {
  readonly wayOut: NamedWayOut
  readonly codes: readonly string[]
}

/** What changed since an earlier estimate; lists have what changed and nothing else. */
export interface Since {
  readonly readiness: BeforeAndNow<Readiness>
  readonly namespaces: readonly (BeforeAndNow<Readiness> & { readonly namespace: string })[]
  readonly decisions: readonly ChangedDecision[]
  readonly points: BeforeAndNow<Range>
  /** One of a kind of work came to other points then: points before and now do not compare. */
  readonly otherWeights?: true
}

/** What is compared of the estimate of today. */
interface CurrentEstimate extends Pick<EarlierEstimate, 'readiness' | 'effort'> {
  readonly decisions: readonly PendingDecision[]
}

export function sinceOf(earlier: EarlierEstimate, { readiness, decisions, effort }: CurrentEstimate): Since {
  return {
    readiness: { before: countsOf(earlier.readiness), now: countsOf(readiness) },
    namespaces: changedNamespaces(earlier.readiness.namespaces, readiness.namespaces),
    decisions: changedDecisions(earlier.decisions, decisions),
    points: { before: earlier.effort.points, now: effort.points },
    ...(hasOtherWeights(earlier.effort, effort) ? { otherWeights: true as const } : {}),
  }
}

/** Whether one of a kind of work, which both estimates have, comes to other points in one than in the other. */
function hasOtherWeights(before: EarlierEstimate['effort'], now: EarlierEstimate['effort']): boolean {
  const each = ({ ledgers = [] }: EarlierEstimate['effort']): ReadonlyMap<string, string> =>
    new Map(
      ledgers.flatMap(({ items }) =>
        items.map(
          ({ weight, count, points }) => [weight, [points.low / count, points.high / count].map((one) => one.toFixed(6)).join()] as const,
        ),
      ),
    )
  const then = each(before)
  return [...each(now)].some(([weight, points]) => then.has(weight) && then.get(weight) !== points)
}

/** Names of namespaces and objects in an earlier estimate, which the input may not have any more. */
export function namesInEarlier({ readiness, decisions }: EarlierEstimate): readonly string[] {
  const objects = decisions.flatMap(({ wayOut, resources }) => [...resources, ...(wayOut.kind === 'without' ? wayOut.objects : [])])
  return [
    ...readiness.namespaces.map(({ namespace }) => namespace),
    ...decisions.flatMap(({ wayOut }) => (wayOut.kind === 'show' ? wayOut.namespaces : [])),
    ...objects.flatMap((object) => object.split(/[\s/]+/).filter((part) => !decidingKinds.includes(part))),
  ]
}

function countsOf({ all, today, afterDecision, stays }: Readiness): Readiness {
  return { all, today, afterDecision, stays }
}

type Row = Readiness & { readonly namespace: string }

function changedNamespaces(before: readonly Row[], now: readonly Row[]): Since['namespaces'] {
  const countsBy = (rows: readonly Row[]): ReadonlyMap<string, Readiness> => new Map(rows.map((row) => [row.namespace, countsOf(row)]))
  const [then, today] = [countsBy(before), countsBy(now)]
  return [...new Set([...then.keys(), ...today.keys()])]
    .sort(compareText)
    .map((namespace) => ({ namespace, before: then.get(namespace), now: today.get(namespace) }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.now))
}

/** A decision is the same one where it is the same fact, or the same causes: the resources that wait for it may be others. */
function changedDecisions(before: EarlierEstimate['decisions'], now: readonly PendingDecision[]): readonly ChangedDecision[] {
  const current = now.map((one) => ({
    wayOut: namedWayOut(one.wayOut),
    codes: one.causes.map(({ code }) => code),
    resources: one.resources.map(objectText),
  }))
  const found = new Map<string, ChangedDecision>()
  for (const one of before) found.set(keyOf(one), { wayOut: one.wayOut, codes: one.codes, before: one.resources.length })
  for (const one of current) {
    const earlier = found.get(keyOf(one))?.before
    found.set(keyOf(one), {
      wayOut: one.wayOut,
      codes: one.codes,
      now: one.resources.length,
      ...(earlier === undefined ? {} : { before: earlier }),
    })
  }
  return [...found.values()].filter((one) => one.before !== one.now)
}

function keyOf({ wayOut, codes }: Pick<ChangedDecision, 'wayOut' | 'codes'>): string {
  return wayOut.kind === 'assume' ? `assume ${wayOut.assumption}` : `${wayOut.kind} ${[...codes].sort(compareText).join()}`
}

export function namedWayOut(wayOut: WayOut): NamedWayOut {
  return wayOut.kind === 'without' ? { ...wayOut, objects: wayOut.objects.map(objectText) } : wayOut
}
