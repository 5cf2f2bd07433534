import { targets } from '../../../../translators/index.ts'
import type { Estimate } from '../../../estimate/estimate.ts'
import { rangeText } from '../../estimate/effort-text.ts'
import { headlineSentences } from '../../estimate/headline.ts'
import type { EstimateReport } from '../../estimate/report.ts'
import { sinceSentences } from '../../estimate/since-text.ts'
import { type Content, element } from '../element.ts'
import { heading, page } from '../page.ts'
import { section } from '../review-page.ts'
import { cards } from '../summary.ts'
import { accessPart } from './access.ts'
import { decisionsPart } from './decisions.ts'
import { effortPart } from './effort.ts'
import { inventoryPart } from './inventory.ts'
import { proxiesPart } from './proxies.ts'
import { readinessChart } from './readiness.ts'
import { sideBySidePart } from './side-by-side.ts'

/** An estimate as a page in one file, with charts; several targets side by side first, then each on its own. */
export function estimatePage({ estimates, decide }: Pick<EstimateReport, 'estimates' | 'decide'>): string {
  const names = estimates.map(({ target }) => targets[target].title).join(' and ')
  const [first] = estimates
  const title = `unsidecar estimate: moving to ${names}`
  if (estimates.length === 1) return page(title, element('h1', {}, title), targetPart(first))
  return page(
    title,
    element('h1', {}, title),
    sideBySidePart(decide()),
    estimates.map((one) => [element('h1', { class: 'target' }, `Moving to ${targets[one.target].title}`), targetPart(one)]),
  )
}

function targetPart(estimate: Estimate): Content {
  const { readiness, moves, decisions, effort, since } = estimate
  const [first, ...more] = headlineSentences(estimate)
  return [
    element('p', {}, element('b', {}, first!)),
    more.map((sentence) => element('p', {}, sentence)),
    cards([
      {
        label: `${moves} move today`,
        value: `${readiness.today} of ${readiness.all}`,
        ...(readiness.today === readiness.all ? { class: 'good' } : {}),
      },
      { label: 'after a decision', value: String(readiness.afterDecision) },
      { label: 'stay', value: String(readiness.stays) },
      { label: 'decisions', value: String(decisions.length) },
      {
        label: 'points',
        value: rangeText(effort.points),
        ...(effort.personDays === undefined ? {} : { note: `${rangeText(effort.personDays)} person-days` }),
      },
      { label: 'confidence', value: effort.confidence.level },
    ]),
    since === undefined ? [] : [heading('Since the last estimate'), sinceSentences(since).map((sentence) => element('p', {}, sentence))],
    section('Readiness', readinessChart(estimate)),
    section('Decisions', decisionsPart(estimate)),
    section('Access', accessPart(estimate)),
    section('Inventory', inventoryPart(estimate)),
    section('Effort', effortPart(estimate)),
    section('Proxies', proxiesPart(estimate)),
    element('p', { class: 'dim' }, `Not counted: ${effort.notCounted.join(', ')}.`),
  ]
}
