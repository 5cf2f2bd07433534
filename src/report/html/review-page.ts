import { spanOf } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { amountText, positionText } from '../findings/text.ts'
import type { Question } from '../review/questions.ts'
import { type Review, summaryText } from '../review/review.ts'
import { onlyText } from '../review/text.ts'
import { amountsOf, type Moves } from '../translation/moves.ts'
import { differenceLine } from '../verify/difference-text.ts'
import { trafficNote } from '../verify/traffic-text.ts'
import { type BothTexts, differencesTable } from './differences.ts'
import { type Content, element } from './element.ts'
import { fold, heading, page, pageTable } from './page.ts'
import { filePanes } from './panes.ts'
import { cards, type NamespaceRow, namespacesTable, verdictCards } from './summary.ts'

/** The review of a change as a page: what it means before what it changes. `texts` are the files on both sides. */
export function reviewPage(review: Review, texts: BothTexts): string {
  const { title, comparison, moves, causes, accepted, questions, becomings, deletions, files, refused, known, only, suppressed } = review
  const differences = causes.flatMap((cause) => cause.differences)
  const changed = files.filter(({ status }) => status !== 'unchanged')
  return page(
    `unsidecar: ${title}`,
    element('h1', {}, `unsidecar: ${title}`),
    element(
      'p',
      { class: refused ? 'wider' : 'dim' },
      refused ? 'Refused: it would allow requests that are denied now. ' : '',
      summaryText(review),
    ),
    only === undefined ? [] : element('p', {}, onlyText(only)),
    known === '' ? [] : element('p', { class: 'dim' }, `in the baseline, not shown: ${known}`),
    suppressed === '' ? [] : element('p', { class: 'dim' }, `findings, not shown: ${suppressed}`),
    cards([...(comparison === undefined ? [] : verdictCards(comparison)), ...moveCards(review)]),
    section('Namespaces', namespacesTable(moves === undefined ? [] : namespaceRows(moves), differences, moves !== undefined)),
    section(
      'Decisions that change',
      comparison === undefined
        ? element('p', {}, 'Not verified.')
        : [trafficParagraph({ ...comparison, differences: [...differences, ...accepted] }), differencesTable({ differences, texts })],
    ),
    accepted.length === 0
      ? []
      : fold(
          `${amountText(accepted.length, 'difference')} accepted or ruled out`,
          accepted.map((one) => element('p', {}, differenceLine(one).trimEnd())),
        ),
    section('To decide', pageTable(['code', 'times', 'first at', 'what, and the way out'], questions.map(questionRow), 'stacked')),
    section(
      'What becomes of the source',
      pageTable(
        ['source', 'becomes'],
        becomings.map(({ source, becomes }) => [source, becomes.join(', ')]),
      ),
    ),
    section(
      'To delete from the cluster',
      pageTable(
        ['object', 'API version'],
        deletions.map((one) => [objectText(one), one.apiVersion]),
      ),
    ),
    section(
      'Changes',
      changed.map((file) =>
        element(
          'details',
          { class: 'row' },
          element('summary', {}, element('b', {}, file.status), element('span', {}, file.path)),
          element('div', {}, filePanes(file)),
        ),
      ),
    ),
    assumptionsOf(comparison?.assumptions ?? []),
  )
}

/** A part of the page with its heading; nothing where there is nothing in it. */
export function section(title: string, content: Content): Content {
  return Array.isArray(content) && content.length === 0 ? [] : [heading(title), content]
}

/** What traffic was looked at. */
export function trafficParagraph(comparison: Pick<Comparison, 'differences' | 'traffic'>): Content {
  const note = trafficNote(comparison)
  return note === undefined ? [] : element('p', { class: 'dim' }, note)
}

export function assumptionsOf(assumptions: readonly string[]): Content {
  if (assumptions.length === 0) return []
  return fold(
    `${amountText(assumptions.length, 'assumption')} of the comparison`,
    element(
      'ul',
      {},
      assumptions.map((text) => element('li', {}, text)),
    ),
  )
}

function moveCards({ moves, refusedResources = 0, questions }: Review) {
  const decide = { label: 'kinds of findings to decide', value: String(questions.length) }
  if (moves === undefined) return [decide]
  const { moving, staying } = amountsOf(moves)
  return [
    { label: `move to ${moves.target}`, value: String(moving) },
    { label: 'stay', value: String(staying) },
    { label: 'resources refused', value: String(refusedResources) },
    decide,
  ]
}

function namespaceRows({ namespaces, objects, stays }: Moves): NamespaceRow[] {
  const names = [
    ...new Set([...namespaces, ...objects.map(({ namespace }) => namespace), ...stays.map(({ namespace }) => namespace)]),
  ].sort()
  const movesIn = (name: string): number => objects.filter(({ namespace }) => namespace === name).length
  const staysIn = (name: string): number => stays.filter(({ namespace }) => namespace === name).length
  return names.map((namespace) => ({
    namespace,
    moves: movesIn(namespace) || (namespaces.includes(namespace) && staysIn(namespace) === 0 ? 'the namespace' : 0),
    stays: stays
      .filter((one) => one.namespace === namespace)
      .map(({ object, cause }) => (cause === undefined ? object : `${object} (${cause.code} ${cause.message})`)),
  }))
}

function questionRow({ code, severity, title, times, first }: Question): readonly Content[] {
  const span = spanOf(first)
  return [
    element('b', { class: severity }, code),
    String(times),
    element('code', {}, span === undefined ? '' : positionText(span)),
    [element('p', {}, element('b', {}, title)), element('p', {}, first.message), element('p', { class: 'dim' }, first.help)],
  ]
}
