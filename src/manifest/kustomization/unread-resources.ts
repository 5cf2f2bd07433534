import type { Place } from '../../diagnostics/place.ts'
import { anything, type Reach } from '../../model/unread.ts'
import type { Kustomization } from './kustomization.ts'

/** A source of objects of a kustomization that is not in the input. */
export interface UnreadResource {
  readonly by: Kustomization
  readonly place: Place
  /** Names it in messages: ``resource `https://example.com/base` ``. */
  readonly what: string
  readonly reach: Reach
}

/** Remote bases, files and folders outside the input, generators and Helm charts: their objects are applied and were not read. */
export function unreadResources(one: Kustomization, isRead: (path: string) => boolean): UnreadResource[] {
  const found = one.entries
    .filter(({ path }) => path === undefined || !isRead(path))
    .map(({ text, place }) => ({ by: one, place, what: `resource \`${text}\``, reach: anything }))
  const made = ['generators', 'helmCharts', 'helmChartInflationGenerator']
    .filter((field) => field in one.value)
    .map((field) => ({ by: one, place: one.place.field(field), what: `what \`${field}\` makes`, reach: anything }))
  return [...found, ...made]
}
