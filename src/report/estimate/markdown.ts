import { targets } from '../../../translators/index.ts'
import { accessChanges } from '../../estimate/access.ts'
import { decisionTitle, doubtsOfChoice, outcomeShortName } from '../../estimate/choice/choice.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { namedWayOut } from '../../estimate/since.ts'
import { wayOutText } from '../../estimate/way-out-text.ts'
import { workByOwner } from '../../estimate/work-items.ts'
import { code, inline } from '../escape/markdown.ts'
import { amountText } from '../findings/text.ts'
import { fitted, type Section } from '../review/fitted.ts'
import { losingText, partsText, unchangedNote } from './access-text.ts'
import type { EstimateComparison } from './comparison-json.ts'
import { sideBySideRows } from './comparison-text.ts'
import { bringsText } from './decisions-text.ts'
import { effortTitle, rangeText } from './effort-text.ts'
import { headlineSentences } from './headline.ts'
import type { EstimateReport } from './report.ts'
import { sinceSentences } from './since-text.ts'
import { talliesText } from './tally-text.ts'

/** Bots find their comment by it and update it. It never changes. */
const marker = '<!-- unsidecar: estimate -->\n'

/** An estimate as a comment or a page of a wiki, below 60 KB whatever the input; what does not fit is counted. */
export function estimateMarkdown({ estimates, decide }: Pick<EstimateReport, 'estimates' | 'decide'>): string {
  const [first] = estimates
  if (estimates.length === 1) return fitted(`${marker}${headOf(first)}`, sectionsOf(first, 1))
  return fitted(`${marker}${sideBySide(decide())}`, [
    whatDecides(decide()),
    ...estimates.flatMap((one, index) => {
      const turn = 1 / (estimates.length - index)
      const opening: Section = {
        before: `\n## ${targets[one.target].title}\n`,
        blocks: [headOf(one)],
        after: '',
        share: turn,
        left: () => '',
      }
      return [opening, ...sectionsOf(one, turn)]
    }),
  ])
}

/** Characters of a sentence of the first screen. */
const widest = 600

function headOf(estimate: Estimate): string {
  const [first, ...more] = headlineSentences(estimate).map((sentence) => inline(sentence.slice(0, widest)))
  return `### Moving to ${estimate.target}: ${first}\n\n${more.map((sentence) => `${sentence}.\n`).join('')}`
}

function sectionsOf(estimate: Estimate, turn: number): readonly Section[] {
  const { readiness, moves, decisions, accessByNamespace = [], access, effort, work, inventory, since } = estimate
  const owners = workByOwner(work)
  return [
    list('Since the last estimate', since === undefined ? [] : sinceSentences(since), 0.3 * turn, 'change'),
    rows(
      'Readiness',
      ['namespace', moves, 'today', 'after a decision', estimate.untried === true ? 'not tried' : 'stays'],
      readiness.namespaces.map((row) => [nameOf(row.namespace), row.all, row.today, row.afterDecision, row.stays]),
      0.25 * turn,
      'namespace',
    ),
    rows(
      'Decisions',
      ['', 'decision', 'holds up', 'what it brings', 'because of'],
      decisions.map((decision, index) => [
        index + 1,
        wayOutText(namedWayOut(decision.wayOut)),
        amountText(decision.resources.length, 'resource'),
        bringsText(decision, readiness.today, moves),
        decision.causes.map((cause) => `${cause.code} ${cause.title}`).join('; '),
      ]),
      0.4 * turn,
      'decision',
    ),
    list(
      'Access',
      access === undefined ? ['not compared: --no-verify'] : [partsText(access), ...unchangedNote(estimate)],
      0.2 * turn,
      'line',
    ),
    rows(
      'Access by namespace',
      ['namespace', ...accessChanges],
      accessByNamespace.map((row) => [nameOf(row.namespace), ...accessChanges.map((change) => row[change])]),
      0.3 * turn,
      'namespace',
    ),
    list('Who loses access', [...new Set(accessByNamespace.flatMap((row) => row.losing.map(losingText)))], 0.2 * turn, 'request'),
    list('Confidence', [effort.confidence.level, ...effort.confidence.missing], 0.2 * turn, 'part'),
    list(
      'Inventory',
      [inventory.planes, inventory.shapes, inventory.beside].map(talliesText).filter((text) => text !== ''),
      0.5 * turn,
      'line',
    ),
    rows(
      effortTitle(effort),
      ['ledger', 'points'],
      effort.ledgers.map(({ ledger, points }) => [ledger, rangeText(points)]),
      turn,
      'ledger',
    ),
    rows(
      'Owners',
      ['owner', 'items', 'points'],
      owners.some(({ owner }) => owner !== undefined)
        ? owners.map(({ owner = '(no owner)', items, points }) => [owner, items, rangeText(points)])
        : [],
      0.3 * turn,
      'owner',
    ),
    { before: '\n', blocks: [`_Not counted: ${effort.notCounted.join(', ')}._\n`], after: '', share: turn, left: () => '' },
  ]
}

function nameOf(namespace: string): string {
  return namespace === '' ? '(cluster)' : namespace
}

function rows(
  title: string,
  heads: readonly string[],
  cells: readonly (readonly (string | number)[])[],
  share: number,
  what: string,
): Section {
  const line = (row: readonly (string | number)[]): string =>
    `| ${row.map((cell) => (typeof cell === 'number' ? String(cell) : inline(cell))).join(' | ')} |\n`
  return {
    before: `\n#### ${inline(title)}\n\n${line(heads)}|${' --- |'.repeat(heads.length)}\n`,
    blocks: cells.map(line),
    after: '',
    share,
    left: (count) => leftOut(count, what),
  }
}

function list(title: string, lines: readonly string[], share: number, what: string): Section {
  return {
    before: `\n#### ${title}\n\n`,
    blocks: lines.map((line) => `- ${inline(line.replaceAll(/\s*\n\s*/g, ' '))}\n`),
    after: '',
    share,
    left: (count) => leftOut(count, what),
  }
}

function leftOut(count: number, what: string): string {
  return `\n_${amountText(count, `more ${what}`)} left out for length; ${code('-o json')} has all of them._\n`
}

function whatDecides({ choice: { rows: answers } }: EstimateComparison): Section {
  return rows(
    'What decides',
    ['question', 'answer', 'favours', 'rules out', 'reason'],
    answers.map(({ question, answer, favours, rulesOut, reason, source }) => [
      question,
      answer,
      favours.map(outcomeShortName).join(', '),
      rulesOut.map(outcomeShortName).join(', '),
      source === undefined ? reason : `${reason} (source: ${source})`,
    ]),
    0.2,
    'question',
  )
}

function sideBySide({ estimates, choice }: EstimateComparison): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inline).join(' | ')} |\n`
  return [
    `## Proposal: ${decisionTitle(choice)}\n\n`,
    ...doubtsOfChoice(choice).map((text, index, all) => `- ${inline(text)}\n${index === all.length - 1 ? '\n' : ''}`),
    line(['', ...estimates.map(({ target }) => targets[target].title)]),
    `|${' --- |'.repeat(estimates.length + 1)}\n`,
    ...sideBySideRows(estimates).map(line),
  ].join('')
}
