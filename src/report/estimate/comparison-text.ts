import { targets } from '../../../translators/index.ts'
import { type Choice, decisionTitle, doubtsOfChoice } from '../../estimate/choice/choice.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { type Range, sumOfRanges } from '../../estimate/range.ts'
import { textLines } from '../escape/lines.ts'
import type { Style } from '../format.ts'
import { type Paint, plain } from '../paint.ts'
import { table } from '../table.ts'
import { wrapped } from '../wrapped.ts'
import type { EstimateComparison } from './comparison-json.ts'
import { rangeText } from './effort-text.ts'
import { unitText } from './unit-text.ts'

/** Targets side by side, what speaks for which outcome, and what is not known. */
export function estimateComparisonText({ estimates, choice }: EstimateComparison, { paint = plain }: Partial<Style> = {}): string {
  return [
    `${paint.bold('Proposal')}: ${decisionTitle(choice)}\n`,
    textLines(doubtsOfChoice(choice).flatMap(line)),
    '\n',
    table([['', ...estimates.map(({ target }) => targets[target].title)], ...sideBySideRows(estimates)], '  '),
    choice.nothing === true ? '' : whatDecides(choice, paint),
    choice.asked.length === 0 ? '' : `\n${paint.bold('Not known')}\n${textLines(choice.asked.flatMap(line))}`,
  ].join('')
}

function line(text: string): readonly string[] {
  return wrapped(text, { indent: '  ', hanging: '    ' })
}

function whatDecides(choice: Choice, paint: Paint): string {
  return [
    `\n${paint.bold('What decides')}\n`,
    textLines(
      choice.rows.flatMap(({ question, answer, favours, rulesOut, reason }) => [
        ...line(`${question} ${answer}`),
        ...wrapped(
          [
            ...(favours.length === 0 ? [] : [`favours ${favours.join(', ')}`]),
            ...(rulesOut.length === 0 ? [] : [`rules out ${rulesOut.join(', ')}`]),
            reason,
          ].join('; '),
          { indent: '    ', hanging: '      ' },
        ),
      ]),
    ),
    `\n${paint.bold('Outcomes')}\n`,
    table(
      choice.outcomes.map(({ title, favoured, ruledOut }) => [
        title,
        `favoured by ${favoured} of ${choice.rows.length}`,
        ruledOut ? 'ruled out' : '',
      ]),
      '  ',
    ),
  ].join('')
}

/** What is compared of targets, a number of each. */
export function sideBySideRows(estimates: readonly Estimate[]): readonly (readonly string[])[] {
  return [
    ['of', ...estimates.map(({ readiness, moves }) => unitText(readiness.all, moves))],
    ['move today', ...estimates.map(({ readiness }) => `${readiness.today}`)],
    ['after a decision', ...estimates.map(({ readiness }) => `${readiness.afterDecision}`)],
    ['stay', ...estimates.map(({ readiness }) => `${readiness.stays}`)],
    ['decisions', ...estimates.map(({ decisions }) => `${decisions.length}`)],
    ['points', ...estimates.map(({ effort }) => rangeText(effort.points))],
    ['waypoints', ...estimates.map(({ inventory }) => `${inventory.waypoints.afterDecisions}`)],
    ['confidence', ...estimates.map(({ effort }) => effort.confidence.level)],
    ['sidecars that stay', ...estimates.map(({ cost }) => rangeText(sumOfRanges(stayingIn(cost))))],
    ['between two pods', ...estimates.map(({ cost: { hops } }) => hopsText(hops.after.value))],
  ]
}

function stayingIn({ after }: Estimate['cost']): readonly Range[] {
  return after.flatMap(({ what, count }) => (what === 'sidecars that stay' && count !== undefined ? [count] : []))
}

/** `2 proxies, 3 for HTTP`, where the sidecars of both pods are two before. */
function hopsText({ tcp, http }: { readonly tcp: number; readonly http: number }): string {
  return `${tcp} ${tcp === 1 ? 'proxy' : 'proxies'}, ${http} with HTTP rules`
}
