import type { Estimate } from '../../estimate/estimate.ts'
import { table } from '../table.ts'
import { unitText } from './unit-text.ts'

/** `6 of 9 workloads can move today, 2 after a decision, 1 stays; 4 more are in ambient mode already`. */
export function readinessText(estimate: Estimate): string {
  const { readiness, moves, untried } = estimate
  const { all, today, afterDecision, stays } = readiness
  if (all === 0)
    return `${estimate.effort.nothing === true ? 'nothing to migrate: ' : ''}the input has no ${moves} that could move${movedClause(estimate, '')}`
  const moved = movedClause(estimate, ' more')
  if (untried === true)
    return `${today} of ${unitText(all, moves)} can move today; what decisions bring was not tried (--no-what-if)${moved}`
  return `${today} of ${unitText(all, moves)} can move today, ${afterDecision} after a decision, ${stays} ${stays === 1 ? 'stays' : 'stay'}${moved}`
}

function movedClause({ moves, inventory }: Estimate, more: string): string {
  const moved = moves === 'workloads' ? inventory.planes.find(({ what }) => what === 'in ambient mode') : undefined
  if (moved === undefined) return ''
  const count = moved.evidence.length
  return `; ${more === '' ? unitText(count, moves) : `${count}${more}`} ${count === 1 ? 'is' : 'are'} in ambient mode already`
}

/** One row for each namespace that has anything to move; the share is of what can move today. */
export function readinessTable({ readiness, moves, untried }: Estimate): string {
  if (readiness.all === 0) return `  the input has no ${moves} that could move\n`
  return table(
    [
      ['', moves, 'today', 'share', 'after a decision', untried === true ? 'not tried' : 'stays'],
      ...readiness.namespaces.map(({ namespace, all, today, afterDecision, stays }) => [
        namespace === '' ? '(cluster)' : namespace,
        all,
        today,
        `${Math.floor((100 * today) / all)}%`,
        afterDecision,
        stays,
      ]),
    ],
    '  ',
  )
}
