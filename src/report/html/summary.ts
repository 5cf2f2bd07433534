import { compareText } from '../../diagnostics/place.ts'
import type { Comparison, Difference, DifferenceVerdict } from '../../verify/comparison.ts'
import { namespaceOfDestination } from '../../verify/destination-namespace.ts'
import { differenceNotes, differenceVerdictOrder } from '../verify/report.ts'
import { type Content, element, type Markup } from './element.ts'
import { pageTable } from './page.ts'

/** One number with what it counts, and what is to be said of it. */
export interface Card {
  readonly label: string
  readonly value: string
  readonly note?: string
  readonly class?: string
}

export function cards(all: readonly Card[]): Markup {
  return element(
    'dl',
    { class: 'cards' },
    all.map(({ label, value, note = '', class: own }) =>
      element('div', {}, element('dt', {}, label), element('dd', { class: own }, value, note === '' ? [] : element('small', {}, note))),
    ),
  )
}

/** What was compared, in numbers. */
export function verdictCards({ differences, parts }: Pick<Comparison, 'differences' | 'parts'>): Card[] {
  const all = Object.values(parts).reduce((sum, count) => sum + count, 0)
  return [
    ...verdicts.map((verdict): Card => {
      const own = differences.filter((one) => one.verdict === verdict)
      return { label: verdict, value: String(own.length), note: differenceNotes(own), ...(own.length === 0 ? {} : { class: verdict }) }
    }),
    { label: 'parts equal', value: `${parts.equal} of ${all}` },
  ]
}

const verdicts = differenceVerdictOrder.filter((verdict) => verdict !== 'identified')

/** What a namespace is about: what moves, what stays, and how many differences have a destination there. */
export interface NamespaceRow {
  readonly namespace: string
  /** How many, or that the namespace does, which has none in the input. */
  readonly moves?: number | 'the namespace'
  readonly stays?: readonly string[]
}

/** How many of what stays in a namespace are listed before the rest is only counted. */
const enough = 5

function firstLines(lines: readonly string[]): readonly string[] {
  return lines.length <= enough ? lines : [...lines.slice(0, enough), `and ${lines.length - enough} more`]
}

function byNamespace(a: NamespaceRow, b: NamespaceRow): number {
  return compareText(a.namespace, b.namespace)
}

/** The namespaces, each with what moves and stays where that is known, and with its differences by verdict. */
export function namespacesTable(rows: readonly NamespaceRow[], differences: readonly Difference[], moving: boolean): Content {
  const counts = new Map<string, Map<DifferenceVerdict, number>>()
  for (const { verdict, destinations } of differences)
    for (const namespace of new Set(destinations.map(namespaceOfDestination))) {
      const own = counts.get(namespace) ?? new Map<DifferenceVerdict, number>()
      counts.set(namespace, own.set(verdict, (own.get(verdict) ?? 0) + 1))
    }
  const known = new Set(rows.map(({ namespace }) => namespace))
  const others = [...counts.keys()].filter((name) => name !== '' && !known.has(name)).map((namespace): NamespaceRow => ({ namespace }))
  const shown = verdicts.filter((verdict) => differences.some((one) => one.verdict === verdict))
  return pageTable(
    ['namespace', ...(moving ? ['moves', 'stays'] : []), ...shown],
    [...rows, ...others]
      .sort(byNamespace)
      .map(({ namespace, moves = 0, stays = [] }) => [
        namespace,
        ...(moving
          ? [String(moves), [String(stays.length), ...firstLines(stays).map((line) => element('div', { class: 'dim' }, line))]]
          : []),
        ...shown.map((verdict) => element('span', { class: verdict }, String(counts.get(namespace)?.get(verdict) ?? 0))),
      ]),
    'labelled',
  )
}
