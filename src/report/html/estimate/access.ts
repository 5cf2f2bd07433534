import { accessChanges } from '../../../estimate/access.ts'
import type { Estimate } from '../../../estimate/estimate.ts'
import { losingText, partsText, unchangedNote } from '../../estimate/access-text.ts'
import { refusedSentence } from '../../estimate/headline.ts'
import { barChart, stacked } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { fold } from '../page.ts'

/** To which namespaces access changes, and who loses it. */
export function accessPart(estimate: Estimate): Content {
  const { access, accessByNamespace = [] } = estimate
  if (access === undefined) return element('p', { class: 'warning' }, 'Access was not compared (--no-verify).')
  const losing = [...new Set(accessByNamespace.flatMap((row) => row.losing.map(losingText)))]
  return [
    element('p', {}, partsText(access)),
    refusedSentence(estimate).map((sentence) => element('p', { class: 'error' }, sentence)),
    unchangedNote(estimate).map((note) => element('p', { class: 'dim' }, note)),
    barChart(
      accessByNamespace.map((row) => ({
        label: row.namespace === '' ? '(outside)' : row.namespace,
        parts: stacked(accessChanges.map((change) => ({ width: row[change], class: change, title: `${row[change]} ${change}` }))),
        value: accessChanges.flatMap((change) => (row[change] === 0 ? [] : [`${row[change]} ${change}`])).join(', '),
      })),
      accessChanges.map((change) => [change, change]),
    ),
    losing.length === 0
      ? []
      : fold(
          `Who loses access (${losing.length})`,
          losing.map((text) => element('p', {}, text)),
        ),
  ]
}
