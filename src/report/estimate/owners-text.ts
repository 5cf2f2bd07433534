import { type WorkItem, workByOwner } from '../../estimate/work-items.ts'
import { amountText } from '../findings/text.ts'
import { table } from '../table.ts'
import { rangeText } from './effort-text.ts'

/** Whose work it is, where anything in the input or in CODEOWNERS names an owner; else nothing. */
export function ownersText(work: readonly WorkItem[]): string {
  const owners = workByOwner(work)
  if (owners.every(({ owner }) => owner === undefined)) return ''
  const shown = owners.slice(0, shownAtMost)
  const rest = owners.length - shown.length
  return (
    table(
      shown.map(({ owner = '(no owner)', items, points }) => [owner, amountText(items, 'item'), `${rangeText(points)} points`]),
      '  ',
    ) + (rest > 0 ? `  and ${amountText(rest, 'owner')} more\n` : '')
  )
}

const shownAtMost = 10
