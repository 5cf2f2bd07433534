import { type AccessChange, accessChanges, type NamespaceAccess } from '../../../estimate/access.ts'
import type { Estimate } from '../../../estimate/estimate.ts'
import { losingText, partsText, unchangedNote } from '../../estimate/access-text.ts'
import { refusedSentence } from '../../estimate/headline.ts'
import { barChart, stacked } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { fold } from '../page.ts'

/** To which namespaces access changes, and who loses it. */
export function accessPart(estimate: Estimate): Content {
  const { access, accessByNamespace = [] } = estimate
  const { level, missing } = estimate.effort.confidence
  const confidence = element('p', {}, `Confidence is ${[level, ...missing].join('; ')}.`)
  if (access === undefined) return [element('p', { class: 'warning' }, 'Access was not compared (--no-verify).'), confidence]
  const losing = [...new Set(accessByNamespace.flatMap((row) => row.losing.map(losingText)))]
  return [
    element('p', {}, partsText(access)),
    refusedSentence(estimate).map((sentence) => element('p', { class: 'error' }, sentence)),
    unchangedNote(estimate).map((note) => element('p', { class: 'dim' }, note)),
    barChart(
      accessByNamespace.map((row) => ({
        label: row.namespace === '' ? '(outside)' : row.namespace,
        parts: stacked([
          ...accessChanges.map((change) => openPart(change, row[change] - row.settledBy[change])),
          ...accessChanges.map((change) => ({
            width: row.settledBy[change],
            class: 'accepted',
            title: `${row.settledBy[change]} ${change}, accepted`,
          })),
        ]).filter(({ width }) => width > 0),
        value: accessChanges.flatMap((change) => (row[change] === 0 ? [] : [changeText(row, change)])).join(', '),
      })),
      [
        ...accessChanges.map((change) => [change, change] as const),
        ...(accessByNamespace.some(({ settled }) => settled > 0) ? [['accepted', 'accepted or ruled out'] as const] : []),
      ],
    ),
    losing.length === 0
      ? []
      : fold(
          `Who loses access (${losing.length})`,
          losing.map((text) => element('p', {}, text)),
        ),
    confidence,
  ]
}

function openPart(change: AccessChange, width: number): { width: number; class: string; title: string } {
  return { width, class: change, title: `${width} ${change}` }
}

/** `3 narrower (1 accepted)`: what was agreed to raises no alarm. */
function changeText(row: NamespaceAccess, change: AccessChange): string {
  const settled = row.settledBy[change]
  return `${row[change]} ${change}${settled === 0 ? '' : settled === row[change] ? ' (accepted)' : ` (${settled} accepted)`}`
}
