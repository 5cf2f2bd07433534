import type { Decision } from '../../model/verdict.ts'
import type { Difference } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import { requestHeading, requestLines } from '../decision/request-text.ts'
import { decidingRules, rulesMet, rulesThatLed, ruleText } from '../decision/text.ts'
import { walkText } from '../decision/walk-text.ts'
import { amountText } from '../findings/text.ts'
import { changedValues } from '../verify/changed-values.ts'
import { standingLines } from '../verify/difference-text.ts'
import { differenceVerdictOrder, firstOf } from '../verify/report.ts'
import { trafficLines, trafficWords } from '../verify/traffic-text.ts'
import { type Content, element, type Markup } from './element.ts'
import { pageTable, pre } from './page.ts'
import { rulePane, type Texts } from './panes.ts'

/** The texts of both sides, for the lines of rules. */
export interface BothTexts {
  readonly before: Texts
  readonly after: Texts
}

/** Differences of one comparison, with the texts of its own sides. */
export interface ShownDifferences {
  readonly differences: readonly Difference[]
  readonly texts: BothTexts
  /** Stands before the id of a row where several comparisons are on one page. */
  readonly prefix?: string
}

/** The differences as a table that can be searched: each opens to its request, both walks and both rules side by side. */
export function differencesTable(...shown: readonly ShownDifferences[]): Content {
  const verdicts = differenceVerdictOrder.filter((verdict) =>
    shown.some(({ differences }) => differences.some((one) => one.verdict === verdict)),
  )
  if (verdicts.length === 0) return element('p', { class: 'good' }, 'No decision changes.')
  return [
    element(
      'div',
      { class: 'filter' },
      element('input', { type: 'search', id: 'search', placeholder: 'destination, client, policy, file, code', 'aria-label': 'search' }),
      verdicts.map((verdict) =>
        element(
          'label',
          {},
          element('input', { type: 'checkbox', checked: '', 'data-verdict': verdict }),
          ' ',
          element('span', { class: verdict }, verdict),
        ),
      ),
      element('span', { class: 'dim', id: 'shown' }),
    ),
    element(
      'div',
      { class: 'heads' },
      ['verdict', 'destination', 'clients', 'name'].map((head) => element('span', {}, head)),
    ),
    shown.map(({ differences, texts, prefix = '' }) => differences.map((difference) => differenceRow(difference, texts, prefix))),
  ]
}

function differenceRow(difference: Difference, texts: BothTexts, prefix: string): Markup {
  const { verdict, destinations, clients, witness, announcedBy } = difference
  const id = differenceId(difference)
  const rules = witness === undefined ? [] : [...rulesMet(witness.before), ...rulesMet(witness.after)]
  const words = [verdict, id, announcedBy?.code ?? '', trafficWords(difference), ...destinations, ...clients, ...rules.map(ruleText)]
    .join(' ')
    .toLowerCase()
  return element(
    'details',
    { class: 'row', id: `${prefix}${id}`, 'data-search': words, 'data-of': verdict },
    element(
      'summary',
      {},
      element('b', { class: verdict }, verdict),
      element('span', {}, firstOf(destinations)),
      element('span', {}, `from ${firstOf(clients)}${difference.traffic === undefined ? '' : `: ${trafficWords(difference)}`}`),
      element('code', { class: 'dim' }, id),
    ),
    element('div', {}, bodyOf(difference, texts)),
  )
}

function bodyOf(difference: Difference, texts: BothTexts): Content {
  const { witness, needs, destinations, clients, causes = [], parts, classes } = difference
  const listed = (what: string, names: readonly string[]): Content =>
    names.length <= 1 ? [] : element('p', {}, `${what}: ${names.join(', ')}`)
  return [
    needs === undefined ? [] : element('p', {}, `needs ${needs}`),
    ...[...standingLines(difference), ...trafficLines(difference)].map((line) => element('p', {}, line.trim())),
    witness === undefined
      ? []
      : [
          element('h3', {}, requestHeading(witness.request)),
          pre(requestLines(witness.request, witness.externalAllows).join('\n')),
          witness.requestBefore === undefined
            ? []
            : element('p', {}, `before there was no such address: ${requestHeading(witness.requestBefore)}`),
          pageTable(
            ['differs in', 'before', 'after'],
            changedValues(difference).map(({ what, before, after }) => [what, valueText(before), valueText(after)]),
          ),
          element(
            'div',
            { class: 'sides' },
            sideOf('before', witness.before, witness.after, texts.before),
            sideOf('after', witness.after, witness.before, texts.after),
          ),
        ],
    causes.map(({ what, place }) => [element('p', {}, `${ruleText(place)}: ${what}`), rulePane(place, texts.after)]),
    listed('destinations', destinations),
    listed('clients', clients),
    element(
      'p',
      { class: 'dim' },
      `found in ${amountText(parts, 'part')}, ${classes === 1 ? '1 class' : `${classes} classes`} of requests`,
    ),
  ]
}

function sideOf(side: string, decision: Decision, other: Decision, texts: Texts): Markup {
  const rules = [...rulesThatLed(decision, other), ...decidingRules(decision)]
  return element(
    'div',
    {},
    element('h3', {}, side),
    pre(walkText(decision).trimEnd()),
    rules.map((place) => [element('p', {}, element('code', {}, ruleText(place))), rulePane(place, texts)]),
    rules.length === 0 ? element('p', { class: 'dim' }, 'no rule decides it') : [],
  )
}

function valueText(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.join('; ')
}
