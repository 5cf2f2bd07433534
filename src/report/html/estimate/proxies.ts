import type { CostRow } from '../../../estimate/cost/cost.ts'
import type { Estimate } from '../../../estimate/estimate.ts'
import { rangeText } from '../../estimate/effort-text.ts'
import { amountText } from '../../findings/text.ts'
import { barChart, rangeBar } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { fold } from '../page.ts'

/** What proxies ask for before and after, drawn for CPU and for memory; rows of which the number of nodes is not known are of one node. */
export function proxiesPart({ cost: { before, after, hops, uncounted } }: Estimate): Content {
  if (before.length === 0 && uncounted === 0) return element('p', {}, 'The input shows no sidecars.')
  const rows = [...before.map((row) => ({ ...row, side: 'before' })), ...after.map((row) => ({ ...row, side: 'after' }))]
  const chart = (what: string, of: 'cpu' | 'memory', unit: string, scale: number): Content => [
    element('h3', {}, what),
    barChart(
      rows.map((row) => {
        const { low, high } = (row.total ?? row.each.value)[of]
        const range = { low: Math.round((100 * low) / scale) / 100, high: Math.round((100 * high) / scale) / 100 }
        const text = `${rangeText(range)} ${unit}`
        return {
          label: `${row.side}: ${nameOf(row)}`,
          parts: rangeBar(range, text, row.side === 'before' ? 'stays' : 'today'),
          value: text,
        }
      }),
    ),
  ]
  return [
    chart('CPU', 'cpu', 'CPU', 1000),
    chart('Memory', 'memory', 'MiB', 1),
    element(
      'p',
      {},
      `Between two pods: ${hops.before.value.tcp} ${hops.before.value.tcp === 1 ? 'proxy' : 'proxies'} before; after ${hops.after.value.tcp}, and ${hops.after.value.http} where there are rules about HTTP.`,
    ),
    uncounted === 0
      ? []
      : element(
          'p',
          { class: 'dim' },
          `Pods of ${amountText(uncounted, 'workload')} are not counted (DaemonSets without a number of nodes, Jobs).`,
        ),
    fold(
      'Sources of the figures',
      rows.map(({ what, each }) => element('p', {}, `${what}: ${each.source}`)),
      element('p', {}, `proxies between two pods: ${hops.before.source}; ${hops.after.source}`),
    ),
  ]
}

function nameOf({ what, count }: CostRow): string {
  return count === undefined ? `${what}, each node` : `${what} (${rangeText(count)})`
}
