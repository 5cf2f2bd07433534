import type { CostRow, NodeCount, ResourceCost } from '../../estimate/cost/cost.ts'
import type { ResourceRequests } from '../../model/target-platform.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'
import { table } from '../table.ts'
import { wrapped } from '../wrapped.ts'
import { rangeText } from './effort-text.ts'

/** What proxies ask the scheduler for before and after, and how many of them a connection meets. */
export function costText({ before, after, breakEven, hops, uncounted }: ResourceCost): string {
  if (before.length === 0 && uncounted === 0) return '  the input shows no sidecars\n'
  const row = (when: string) => (one: CostRow, index: number) => [
    index === 0 ? when : '',
    one.count === undefined ? `${one.what}, each node` : `${one.what} (${rangeText(one.count)})`,
    requestsText(one.total ?? one.each.value),
  ]
  const lines = [
    ...(breakEven === undefined ? [] : [breakEvenText(breakEven)]),
    `between two pods: ${amountText(hops.before.value.tcp, 'proxy').replace(/ys$/, 'ies')} before; after ${hops.after.value.tcp}, and ${hops.after.value.http} where there are rules about HTTP`,
    ...(uncounted === 0 ? [] : [`not counted: pods of ${amountText(uncounted, 'workload')} (DaemonSets without a number of nodes, Jobs)`]),
  ]
  return (
    table([...before.map(row('before')), ...after.map(row('after'))], '  ') +
    textLines(lines.flatMap((line) => wrapped(line, { indent: '  ', hanging: '    ' })))
  )
}

/** `1.4 CPU, 1792 MiB` */
function requestsText({ cpu, memory }: ResourceRequests): string {
  return `${rangeText({ low: cpu.low / 1000, high: cpu.high / 1000 })} CPU, ${rangeText({ low: Math.round(memory.low), high: Math.round(memory.high) })} MiB`
}

/** With how many nodes the target asks for no more than the sidecars that go. */
function breakEvenText({ cpu, memory }: NonNullable<ResourceCost['breakEven']>): string {
  if (cpu.high === 0 && memory.high === 0) return 'what goes is less than one node of the target asks for'
  return `what goes is enough for ${nodesText(cpu)} by CPU and ${nodesText(memory)} by memory: with fewer the target asks for less`
}

function nodesText({ low, high }: NodeCount): string {
  if (high === 0) return 'less than one node'
  return high === undefined ? `${low} nodes or more` : `${rangeText({ low, high })} ${low === 1 && high === 1 ? 'node' : 'nodes'}`
}

/** Where each figure is from. */
export function costDetails({ before, after, hops }: ResourceCost): string {
  const sources = [
    ...[...before, ...after].map(({ what, each }) => `${what}: ${requestsText(each.value)} each (${each.source})`),
    `proxies between two pods: ${hops.before.source}; ${hops.after.source}`,
  ]
  return `\nSources of the figures\n${textLines([...new Set(sources)].map((line) => `  ${line}`))}`
}
