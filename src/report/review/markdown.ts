import { spanOf } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import { oneLine, severalLines } from '../../diagnostics/printable.ts'
import { requestHeading, requestLines } from '../decision/request-text.ts'
import { filePatch } from '../diff/unified-diff.ts'
import { code, fenced, html, inline } from '../escape/markdown.ts'
import { amountText, positionText } from '../findings/text.ts'
import { structureOf } from '../structure/structure.ts'
import { changedObjectTitle, structureNotes, valueChangeLine } from '../structure/text.ts'
import { movesText } from '../translation/moves-text.ts'
import { differenceLine, differenceText } from '../verify/difference-text.ts'
import { firstOf } from '../verify/report.ts'
import { trafficNote } from '../verify/traffic-text.ts'
import type { Cause } from './causes.ts'
import { fitted, type Section } from './fitted.ts'
import type { Question } from './questions.ts'
import { type Review, summaryText } from './review.ts'
import { causeTraffic, namesText, onlyText, placesText } from './text.ts'

/** Bots find their comment by it and update it, in place of writing another one. It never changes. */
const marker = '<!-- unsidecar: review -->'

/** Characters of a line of the first screen. */
const widest = 400
const mostMoves = 4
const most = 3

/**
 * A review as a comment on a pull request, below 60 KB whatever the input: a first screen of at most 15 lines that is enough to decide, then
 * folds. What does not fit is counted.
 */
export function reviewMarkdown(review: Review, structural = false): string {
  return fitted(headOf(review), [
    {
      before: '\n### Decisions that change\n',
      blocks: review.causes.map(causeBlock),
      after: '',
      share: 0.5,
      left: (count) => `\n_${amountText(count, 'more cause')} left out for length; \`-o json\` has all of them._\n`,
    },
    fold(
      `${amountText(review.accepted.length, 'difference')} accepted or ruled out`,
      review.accepted.map((one) => `- ${inline(differenceLine(one).trimEnd())}\n`),
      0.2,
      'more difference',
    ),
    fold('To decide', review.questions.map(questionLine), 0.4, 'more kind of finding'),
    fold(
      `What becomes of ${amountText(review.becomings.length, 'object')} of the source`,
      review.becomings.map(({ source, becomes }) => `- ${inline(source)} → ${inline(becomes.join(', '))}\n`),
      0.4,
      'more object',
    ),
    fold(
      `${amountText(review.deletions.length, 'object')} to delete from the cluster`,
      review.deletions.map((one) => `- ${inline(objectText(one))}\n`),
      0.3,
      'more object',
    ),
    structural ? structureSection(review) : changesSection(review),
  ])
}

function changesSection({ files }: Review): Section {
  return {
    before: '\n### Changes\n',
    blocks: files.filter(({ status }) => status !== 'unchanged').map(fileBlock),
    after: '',
    share: 1,
    left: (count) => `\n_${amountText(count, 'more file')} left out for length; \`-o patch\` has all of them._\n`,
  }
}

/** The change by path, a fold for each object. */
function structureSection({ files, becomings }: Review): Section {
  const structure = structureOf(files, becomings)
  const blocks = structure.objects.map((object) => {
    const lines = object.changes.map((change) => valueChangeLine(change)).join('\n')
    return `\n<details><summary>${html(changedObjectTitle(object))}</summary>\n\n${fenced(severalLines(lines), 'diff')}\n</details>\n`
  })
  return {
    before: '\n### Changes by path\n',
    blocks: [...structureNotes(structure).map((note) => `\n_${inline(note)}_\n`), ...blocks],
    after: '',
    share: 1,
    left: (count) => `\n_${amountText(count, 'more object')} left out for length; \`-o json\` has all of them._\n`,
  }
}

function headOf(review: Review): string {
  const { title, moves, causes, accepted, questions, deletions, refused } = review
  const icon = iconOf(review.only?.whole ?? review)
  const shown = causes.slice(0, most)
  const traffic = review.comparison === undefined ? undefined : trafficNote(review.comparison)
  const lines = [
    ...(moves === undefined ? [] : firstLines(movesText(moves, false).trimEnd().split('\n'))).map((line) => `- ${short(line)}`),
    ...shown.map(
      (cause) =>
        `- **${cause.example.verdict}** in ${amountText(cause.places.length, 'place')}: ${short(`${placesText(cause, 1)}${requestOf(cause)}${causeTraffic(cause)}`)}`,
    ),
    ...(causes.length > most ? [`- and ${amountText(causes.length - most, 'more cause')}`] : []),
    ...(review.only === undefined ? [] : [`- ${short(onlyText(review.only))}`]),
    ...(review.known === '' ? [] : [`- in the baseline, not shown: ${review.known}`]),
    ...(review.suppressed === '' ? [] : [`- findings, not shown: ${short(review.suppressed)}`]),
    ...(accepted.length === 0 ? [] : [`- ${amountText(accepted.length, 'difference')} accepted`]),
    ...(questions.length === 0 ? [] : [`- to decide: ${short(questionsLine(questions))}`]),
    ...(deletions.length === 0 ? [] : [`- to delete from the cluster: ${amountText(deletions.length, 'object')}`]),
  ]
  const seen = traffic === undefined || causes.length + accepted.length === 0 ? '' : ` (${short(traffic)})`
  const about = refused ? ' No change is shown, because it would allow more.' : ''
  return `${marker}\n## unsidecar: ${title}\n\n${icon} **${inline(summaryText(review))}**${seen}${about}\n\n${lines.join('\n')}\n`
}

/** `, such as shop/web → Service shop/cart:80, GET /`: who decides need not open what is folded. */
function requestOf({ example: { witness } }: Cause): string {
  if (witness === undefined) return ''
  const [line] = requestLines(witness.request, witness.externalAllows)
  return `, such as ${requestHeading(witness.request)}${line === undefined ? '' : `, ${line}`}`
}

function questionsLine(questions: readonly Question[]): string {
  const shown = questions.slice(0, most).map(({ code: own, times, title }) => `${times} × ${own} (${title})`)
  return `${shown.join(', ')}${questions.length <= most ? '' : ` and ${amountText(questions.length - most, 'more kind')}`}`
}

/** What is left out of a review says as much as the rest. */
function iconOf({ refused, causes, questions }: Review): string {
  if (refused || causes.some(({ example }) => example.verdict === 'wider')) return '❌'
  return causes.length > 0 || questions.length > 0 ? '⚠️' : '✅'
}

/** The lines of what moves and stays that fit beside the rest; the others are counted. */
function firstLines(lines: readonly string[]): string[] {
  return lines.length <= mostMoves
    ? [...lines]
    : [...lines.slice(0, mostMoves - 1), `and ${amountText(lines.length - mostMoves + 1, 'more line')} of what stays (JSON output has all)`]
}

/** One line of the first screen, as Markdown. */
function short(text: string): string {
  const line = oneLine(text)
  return inline(line.length <= widest ? line : `${line.slice(0, widest)}…`)
}

function causeBlock(cause: Cause): string {
  const { example, places, differences } = cause
  const open = example.verdict === 'wider' ? ' open' : ''
  const title = `<b>${example.verdict}</b> in ${amountText(places.length, 'place')}: ${html(placesText(cause, 1))}, from ${html(firstOf(example.clients))}`
  const listed = places.length === 1 ? '' : `at ${placesText(cause, 60)}\n`
  const others = differences.length === 1 ? '' : `${differences.length} differences of this cause: ${namesText(differences)}\n`
  return `\n<details${open}><summary>${title}</summary>\n\n${fenced(severalLines(`${differenceText(example, false)}${listed}${others}`))}\n</details>\n`
}

function questionLine({ code: own, severity, title, times, first }: Question): string {
  const span = spanOf(first)
  const where = span === undefined ? '' : `${code(positionText(span))}: `
  const count = times === 1 ? '' : `${times} times, first `
  return `- ${severity === 'error' ? '❌' : '⚠️'} **${own}** ${inline(title)}: ${count}${where}${inline(first.message)}. ${inline(first.help)}\n`
}

function fileBlock(file: Review['files'][number]): string {
  const name = `${html(file.path)} (${file.status})`
  return `\n<details><summary>${name}</summary>\n\n${fenced(severalLines(filePatch(file)), 'diff')}\n</details>\n`
}

function fold(title: string, lines: readonly string[], share: number, noun: string): Section {
  return {
    before: `\n<details><summary>${title}</summary>\n\n`,
    blocks: lines,
    after: '\n</details>\n',
    share,
    left: (count) => `\n_${amountText(count, noun)} left out for length; \`-o json\` has all of them._\n`,
  }
}
