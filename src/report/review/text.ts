import type { Difference, DifferenceVerdict } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import type { Shown } from '../diff/report.ts'
import { gitPatch } from '../diff/unified-diff.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, findingLine } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { type Paint, plain } from '../paint.ts'
import { structureOf } from '../structure/structure.ts'
import { changedObjectTitle, structureNotes, valueChangeLine } from '../structure/text.ts'
import { table } from '../table.ts'
import { movesText } from '../translation/moves-text.ts'
import { deletionsText } from '../translation/rollout-text.ts'
import { differenceLine, differenceText } from '../verify/difference-text.ts'
import { firstOf } from '../verify/report.ts'
import { trafficNote, trafficWords } from '../verify/traffic-text.ts'
import type { Cause } from './causes.ts'
import { type Review, summaryText } from './review.ts'

/** How many places or rows are listed before the rest is only counted. */
const enough = 5

/**
 * A review as people read it: the summary, what moves and what stays, the decisions that change by their causes, what a human has to decide,
 * what becomes of the source, then the text diff. `brief` leaves out witnesses and the diff.
 */
export function reviewText(
  review: Review,
  { detail, paint = plain }: Style,
  { brief, patchElsewhere = false, structural = false }: Shown,
): string {
  const full = detail === 'full'
  const limit = full ? Number.POSITIVE_INFINITY : enough
  return [
    textLines([paint.bold(summaryText(review))]),
    review.only === undefined ? '' : textLines([onlyText(review.only)]),
    review.known === '' ? '' : textLines([`in the baseline: ${review.known}`]),
    review.suppressed === '' ? '' : textLines([`findings: ${review.suppressed}`]),
    review.moves === undefined ? '' : movesText(review.moves, full, paint),
    deletionsText(review.deletions, full, paint),
    causesText(review, limit, full, brief, paint),
    questionsText(review, full, brief, paint),
    brief ? '' : becomingsText(review, paint),
    brief || patchElsewhere ? '' : structural ? structureText(review, paint) : patchText(review, paint),
  ].join('')
}

/** What a review was cut down to, and how much of it that left. */
export function onlyText({ names, unmatched, causes, whole }: NonNullable<Review['only']>): string {
  const slips = unmatched.length === 0 ? '' : `; no kind and no namespace in this review is called ${unmatched.join(', ')}`
  return `shown is what is about ${names.join(', ')}: ${causes} of ${whole.causes.length} causes of decisions that change${slips}`
}

function causesText({ causes, accepted, comparison }: Review, limit: number, full: boolean, brief: boolean, paint: Paint): string {
  if (causes.length === 0 && accepted.length === 0) return ''
  const blocks = causes.map((cause) => {
    const places = placesText(cause, limit)
    if (brief) return textLines([`  ${titleOf(cause, paint)}${places}${causeTraffic(cause)}`])
    const [, ...lines] = differenceText(cause.example, full, paint).trimEnd().split('\n')
    return `${textLines([`  ${titleOf(cause, paint)}${places}`])}${lines.map((line) => `  ${line}\n`).join('')}`
  })
  const traffic = comparison === undefined ? undefined : trafficNote(comparison)
  const note = traffic === undefined ? '' : textLines([`  ${paint.dim(traffic)}`])
  return `\n${paint.bold('Decisions that change')}\n${blocks.join('')}${accepted.map((one) => `  ${differenceLine(one, paint)}`).join('')}${note}`
}

/** Of the difference that stands for its cause. */
export function causeTraffic({ example }: Cause): string {
  const words = trafficWords(example)
  return words === '' ? '' : `; ${words}`
}

/** `NARROWER in 4 places, from pods that leave their sidecars [1ti5wat4rv1]: `. */
function titleOf({ example, places, differences }: Cause, paint: Paint): string {
  const word = paint.bold(colors[example.verdict](paint)(example.verdict.toUpperCase()))
  const names = paint.dim(`[${namesText(differences)}]`)
  return `${word} in ${amountText(places.length, 'place')}, from ${firstOf(example.clients)} ${names}: `
}

/** What an accept-list calls them. */
export function namesText(differences: readonly Difference[]): string {
  const ids = differences.map(differenceId)
  return ids.length <= enough ? ids.join(' ') : `${ids.slice(0, enough).join(' ')} and ${ids.length - enough} more`
}

const colors: Readonly<Record<DifferenceVerdict, (paint: Paint) => (text: string) => string>> = {
  wider: ({ red }) => red,
  narrower: ({ yellow }) => yellow,
  rerouted: ({ yellow }) => yellow,
  undetermined: ({ cyan }) => cyan,
  identified: ({ cyan }) => cyan,
}

export function placesText({ places }: Cause, limit: number): string {
  const shown = places.slice(0, limit).join(', ')
  return places.length <= limit ? shown : `${shown} and ${places.length - limit} more`
}

function questionsText({ questions }: Review, full: boolean, brief: boolean, paint: Paint): string {
  if (questions.length === 0) return ''
  const limit = full ? Number.POSITIVE_INFINITY : 2 * enough
  const lines = questions.slice(0, limit).flatMap(({ times, first }) => {
    const more = times === 1 ? '' : `${times} times, first `
    return brief ? [`  ${more}${findingLine(first, paint)}`] : [`  ${more}${findingLine(first, paint)}`, paint.dim(`      ${first.help}`)]
  })
  const left = questions.length - limit
  const shown = left > 0 ? [...lines, paint.dim(`  ... and ${left} more to decide (-v shows all)`)] : lines
  return `\n${paint.bold('To decide')}\n${textLines(shown)}`
}

function becomingsText({ becomings }: Review, paint: Paint): string {
  if (becomings.length === 0) return ''
  const rows = becomings.map(({ source, becomes }) => [source, '→', becomes.join(', ')])
  return `\n${paint.bold('What becomes of the source')}\n${table(rows, '  ')}`
}

/** The change by path, in place of its text. */
function structureText(review: Review, paint: Paint): string {
  if (review.refused) return notShown
  const structure = structureOf(review.files, review.becomings)
  const colors: Readonly<Record<string, (text: string) => string>> = {
    '+': paint.green,
    '-': paint.red,
    '~': paint.yellow,
    '→': paint.cyan,
  }
  const lines = structure.objects.flatMap((object) => [
    `  ${paint.bold(changedObjectTitle(object))}`,
    ...object.changes.map((change) => {
      const line = valueChangeLine(change)
      return `    ${colors[line.charAt(0)]!(line)}`
    }),
  ])
  const notes = structureNotes(structure).map((note) => `  ${note}`)
  if (lines.length + notes.length === 0) return unchangedText(review)
  return `\n${paint.bold('Changes by path')}\n${textLines([...lines, ...notes])}`
}

const notShown = '\nno change is shown, because it would allow more\n'

/** Where no change is shown, and why. */
function unchangedText({ known, only }: Review): string {
  if (only !== undefined && gitPatch(only.whole.files) !== '') return textLines(['', `no change is about ${only.names.join(', ')}`])
  return known === '' ? '\nnothing to change\n' : '\nnothing changes beside what the baseline has\n'
}

function patchText(review: Review, paint: Paint): string {
  if (review.refused) return notShown
  const patch = gitPatch(review.files)
  if (patch === '') return unchangedText(review)
  const lines = patch.split('\n').map((line) => {
    if (/^(diff |---|\+\+\+|new file|deleted file)/.test(line)) return paint.bold(line)
    if (line.startsWith('@@')) return paint.cyan(line)
    return line.startsWith('+') ? paint.green(line) : line.startsWith('-') ? paint.red(line) : line
  })
  return `\n${lines.join('\n')}`
}
