import { targets } from '../../../../translators/index.ts'
import { decisionTitle, doubtsOfChoice, outcomeShortName } from '../../../estimate/choice/choice.ts'
import type { Readiness } from '../../../estimate/readiness.ts'
import type { EstimateComparison } from '../../estimate/comparison-json.ts'
import { sideBySideRows } from '../../estimate/comparison-text.ts'
import { rangeText } from '../../estimate/effort-text.ts'
import { type BarPart, barChart, rangeBar } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { heading, pageTable } from '../page.ts'
import { readinessLegend, readinessParts } from './readiness.ts'

/** Targets side by side, and what speaks for which outcome. */
export function sideBySidePart({ estimates, choice }: EstimateComparison): Content {
  return [
    heading('Targets side by side'),
    element('p', {}, 'Proposal: ', element('b', {}, decisionTitle(choice))),
    doubtsOfChoice(choice).map((text) => element('p', { class: 'dim' }, text)),
    element('h3', {}, 'What can move'),
    barChart(
      estimates.map(({ target, readiness, moves }) => ({
        label: `${targets[target].title} (${moves})`,
        parts: shares(readiness),
        value: `${readiness.today} today, ${readiness.afterDecision} after a decision, ${readiness.stays} stay`,
      })),
      readinessLegend,
    ),
    element('h3', {}, 'Points'),
    barChart(
      estimates.map(({ target, effort }) => ({
        label: targets[target].title,
        parts: rangeBar(effort.points, `${rangeText(effort.points)} points`),
        value: rangeText(effort.points),
      })),
    ),
    pageTable(['', ...estimates.map(({ target }) => targets[target].title)], sideBySideRows(estimates)),
    choice.rows.length === 0 ? [] : element('h3', {}, 'What decides'),
    pageTable(
      ['question', 'answer', 'favours', 'rules out', 'reason'],
      choice.rows.map(({ question, answer, favours, rulesOut, reason, source }) => [
        element('strong', {}, question),
        answer,
        favours.map(outcomeShortName).join(', '),
        rulesOut.map(outcomeShortName).join(', '),
        source === undefined ? reason : `${reason} (source: ${source})`,
      ]),
      'labelled',
    ),
    choice.asked.length === 0 ? [] : [element('h3', {}, 'Not known'), choice.asked.map((one) => element('p', {}, one))],
  ]
}

/** Targets move other things, workloads or policies: parts of a whole compare, and numbers do not. */
function shares(readiness: Readiness): readonly BarPart[] {
  return readinessParts(readiness).map((part) => ({
    ...part,
    from: part.from / Math.max(1, readiness.all),
    width: part.width / Math.max(1, readiness.all),
  }))
}
