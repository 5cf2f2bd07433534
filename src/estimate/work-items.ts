import { objectKey } from '../account/fates.ts'
import { compareText, type ObjectRef, objectText } from '../diagnostics/place.ts'
import type { Translation } from '../translation.ts'
import type { PendingDecision } from './decision.ts'
import type { Effort } from './effort/effort.ts'
import type { EffortItem, Ledger } from './effort/item.ts'
import type { Evidence } from './evidence.ts'
import type { OwnerOf } from './owners/owner-of.ts'
import { type Range, sumOfRanges } from './range.ts'
import { namedWayOut } from './since.ts'
import { wayOutText } from './way-out-text.ts'

/** One thing that is left to do, as a tracker takes it. The points of all items are those of the effort. */
export interface WorkItem {
  readonly ledger: Ledger
  readonly what: string
  readonly points: Range
  readonly owner?: string
  /** The object that it is about; absent for work that no object asks for. */
  readonly object?: Pick<ObjectRef, 'namespace' | 'kind' | 'name'>
  readonly file?: string
  readonly line?: number
  readonly code?: string
  /** The decisions that it waits for, from 1, in the order of the estimate. */
  readonly decisions: readonly number[]
}

/** All items of the effort that have points, one for each place that is counted; where places are not what is counted, one for all. */
export function workItems({ input, invalid }: Translation, { effort, decisions, titleOf, ownerOf }: Counting): readonly WorkItem[] {
  const refs = new Map([...input.objects, ...invalid].map(({ ref }) => [`${ref.file}\n${objectText(ref)}`, ref]))
  const waiting = new Map<string, number[]>()
  for (const [index, { resources }] of decisions.entries())
    for (const ref of resources) waiting.set(objectKey(ref), [...(waiting.get(objectKey(ref)) ?? []), index + 1])
  const itemAt = (item: EffortItem, points: Range, evidence: Evidence | undefined): WorkItem => {
    const ref = evidence === undefined ? undefined : refs.get(`${evidence.file}\n${evidence.object}`)
    const owner = ownerOf({ ref, file: evidence?.file })
    const code = evidence?.code
    return {
      ledger: item.ledger,
      what: code === undefined ? item.what : `${item.what}: ${titleOf(code)}`,
      points,
      ...(owner === undefined ? {} : { owner }),
      ...(ref === undefined ? {} : { object: { namespace: ref.namespace, kind: ref.kind, name: ref.name } }),
      ...(evidence === undefined ? {} : { file: evidence.file, line: evidence.line }),
      ...(code === undefined ? {} : { code }),
      decisions: ref === undefined ? [] : (waiting.get(objectKey(ref)) ?? []),
    }
  }
  return effort.ledgers.flatMap(({ items }) =>
    items
      .filter(({ points }) => points.high > 0)
      .flatMap((item): readonly WorkItem[] => {
        if (item.weight === 'decision') return decisions.map((decision, index) => decisionItem(item, decision, index, itemAt))
        if (item.evidence.length !== item.count) return [itemAt(item, item.points, item.evidence[0])]
        return item.evidence.map((evidence) => itemAt(item, each(item), evidence))
      }),
  )
}

interface Counting {
  readonly effort: Effort
  readonly decisions: readonly PendingDecision[]
  readonly titleOf: (code: string) => string
  readonly ownerOf: OwnerOf
}

function decisionItem(
  item: EffortItem,
  { causes: [cause], wayOut }: PendingDecision,
  index: number,
  itemAt: (item: EffortItem, points: Range, evidence: Evidence | undefined) => WorkItem,
): WorkItem {
  const { place, span = place?.span, code } = cause!.example
  const evidence =
    span === undefined ? undefined : { object: place === undefined ? '' : objectText(place.object), file: span.file, line: span.line, code }
  return { ...itemAt({ ...item, what: `decision, ${wayOutText(namedWayOut(wayOut))}` }, each(item), evidence), decisions: [index + 1] }
}

function each({ points, count }: EffortItem): Range {
  return { low: points.low / count, high: points.high / count }
}

/** Work by owner, the most points first; without a name those that nothing names an owner for. */
export interface OwnerWork {
  readonly owner?: string
  readonly items: number
  readonly points: Range
}

export function workByOwner(items: readonly WorkItem[]): readonly OwnerWork[] {
  const found = new Map<string | undefined, WorkItem[]>()
  for (const item of items) found.set(item.owner, [...(found.get(item.owner) ?? []), item])
  return [...found]
    .map(([owner, own]) => ({
      ...(owner === undefined ? {} : { owner }),
      items: own.length,
      points: sumOfRanges(own.map(({ points }) => points)),
    }))
    .sort((a, b) => b.points.high - a.points.high || compareText(a.owner ?? '', b.owner ?? ''))
}
