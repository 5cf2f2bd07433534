import type { Estimate } from '../../../estimate/estimate.ts'
import type { Readiness } from '../../../estimate/readiness.ts'
import { type BarPart, barChart, stacked } from '../charts.ts'
import type { Content } from '../element.ts'
import { fold } from '../page.ts'

export const readinessLegend = [
  ['today', 'can move today'],
  ['after', 'after a decision'],
  ['stays', 'stays'],
] as const

const chartAtMost = 40

/** Namespaces with what moves today, after a decision, and not; the largest are drawn, the others folded. */
export function readinessChart({ readiness: { namespaces } }: Estimate): Content {
  const ranked = [...namespaces].sort((a, b) => b.all - a.all)
  const rows = ranked.map((row) => ({
    label: row.namespace === '' ? '(cluster)' : row.namespace,
    parts: readinessParts(row),
    value: `${row.today} of ${row.all}`,
  }))
  return [
    barChart(rows.slice(0, chartAtMost), readinessLegend),
    rows.length <= chartAtMost ? [] : fold(`${rows.length - chartAtMost} more namespaces`, barChart(rows.slice(chartAtMost))),
  ]
}

export function readinessParts({ today, afterDecision, stays }: Readiness): readonly BarPart[] {
  return stacked([
    { width: today, class: 'today', title: `${today} today` },
    { width: afterDecision, class: 'after', title: `${afterDecision} after a decision` },
    { width: stays, class: 'stays', title: `${stays} stay` },
  ])
}
