import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import type { Difference } from '../../verify/comparison.ts'
import type { StateResult } from '../../verify/states.ts'
import { code, fenced, html, inline } from '../escape/markdown.ts'
import { amountText, positionText } from '../findings/text.ts'
import { plain } from '../paint.ts'
import { fitted, largestComment, type Section } from '../review/fitted.ts'
import { differenceLine, differenceText } from './difference-text.ts'
import {
  differenceVerdictOrder,
  fails,
  firstOf,
  headline,
  lacksInput,
  notRead,
  reportFails,
  toldOneByOne,
  type VerifyReport,
} from './report.ts'
import { trafficNote, trafficWords } from './traffic-text.ts'

/** Bots find their comment by it and update it. It never changes. */
const marker = '<!-- unsidecar: verify -->'

/** Characters of the names of a rollout state. */
const widest = 1000

/** The report as a comment on a pull request: the count, then one fold for each difference. What does not fit is counted, the lightest first. */
export function verifyMarkdown(report: VerifyReport): string {
  const { comparison, target } = report
  const subject = target === undefined ? 'before against after' : `moving to ${target}`
  const traffic = trafficNote({ ...comparison, differences: toldOneByOne(report) })
  const head = `${verdictHead(reportFails(report) || lacksInput(report), headline(comparison))} (${subject})\n`
  return verdictComment(`${head}${traffic === undefined ? '' : `\n${inline(traffic)}\n`}`, [report])
}

/** What a comment begins with: by the marker bots find it, and one look says whether something fails. */
export function verdictHead(bad: boolean, counts: string): string {
  return `${marker}\n## unsidecar verify\n\n${bad ? '❌' : '✅'} **${counts}**`
}

/** The differences of one or more comparisons, then what they rest on. */
export function verdictComment(head: string, reports: readonly VerifyReport[]): string {
  const others = reports.flatMap(sectionsBeside)
  const differences = reports.flatMap((report) => {
    const wrong = report.states?.at(-1)?.comparison.differences.filter((difference) => fails(difference, report.policy)) ?? []
    return [...toldOneByOne(report), ...wrong].map((difference) => ({ difference, report }))
  })
  // Of several comparisons each has its gravest first: without sorting them the light ones of the first would leave no room for the others.
  const gravity = ({ difference, report }: (typeof differences)[number]): number =>
    differenceVerdictOrder.indexOf(difference.verdict) + (fails(difference, report.policy) ? 0 : differenceVerdictOrder.length)
  const inOrder = reports.length === 1 ? differences : [...differences].sort((a, b) => gravity(a) - gravity(b))
  const blocks = inOrder.map(({ difference, report }) => differenceBlock(difference, report))
  return fitted(head, [{ before: '', blocks, after: '', share: roomBeside(others), left: leftOut('difference') }, ...others])
}

function sectionsBeside(report: VerifyReport): Section[] {
  const { comparison, expectations, states = [] } = report
  const unread = notRead(report)
  return [
    ...(expectations.length === 0 ? [] : [expectationsSection(report)]),
    ...states.map(stateSection),
    fold(
      'To decide',
      report.diagnostics.filter(({ stage, severity }) => stage === 'verification' && severity !== 'info').map(findingItem),
      'finding',
    ),
    fold(
      `Not compared: ${amountText(unread.length, 'thing')} that could not be read`,
      unread.map(({ message, span }) => `- ${span === undefined ? '' : `${code(positionText(span))}: `}${inline(message)}\n`),
      'thing',
    ),
    fold(
      `${amountText(comparison.outside.length, 'thing')} outside the model`,
      comparison.outside.map(({ what, place }) => `- ${code(positionText(place.span))}: ${inline(what)}\n`),
      'thing',
    ),
    fold(
      amountText(comparison.assumptions.length, 'assumption'),
      comparison.assumptions.map((text) => `- ${inline(text)}\n`),
      'assumption',
    ),
  ]
}

/** What the other sections leave for the differences: at least half. */
function roomBeside(others: readonly Section[]): number {
  const text = others.map(({ before, blocks, after }) => `${before}${blocks.join('')}${after}`).join('')
  const needed = new TextEncoder().encode(text).length / (largestComment - 10_000)
  return Math.max(0.5, 1 - needed)
}

function leftOut(what: string): Section['left'] {
  return (count) => `\n_${amountText(count, `more ${what}`)} left out for length; \`-o json\` and \`-o text -v\` have all of them._\n`
}

function differenceBlock(difference: Difference, { policy }: VerifyReport): string {
  const title = `${fails(difference, policy) ? '❌ ' : ''}<b>${difference.verdict}</b> ${html(firstOf(difference.destinations))}, from ${html(firstOf(difference.clients))}${trafficTitle(difference)}`
  const open = difference.verdict === 'wider' && fails(difference, policy) ? ' open' : ''
  const known = difference.witness === undefined ? differenceLine(difference) : differenceText(difference, false)
  return `\n<details${open}><summary>${title}</summary>\n\n${fenced(known)}\n</details>\n`
}

function trafficTitle(difference: Difference): string {
  const words = trafficWords(difference)
  return words === '' ? '' : `: ${html(words)}`
}

/** What a rollout state refuses for the time being. */
function interimBlock(difference: Difference): string {
  const title = `narrower until the rollout goes on: ${html(firstOf(difference.destinations))}, from ${html(firstOf(difference.clients))}`
  const text = differenceText(difference, false, plain, ['at the end', 'in this state'])
  return `\n<details><summary>${title}</summary>\n\n${fenced(text)}\n</details>\n`
}

function stateSection({ k, namespaces, comparison, interim }: StateResult): Section {
  const before = `\nRollout state ${k} (${inline(namespaces.join(', ').slice(0, widest))}): ${headline(comparison)}\n`
  return { before: '', blocks: [before, ...interim.map(interimBlock)], after: '', share: 0.5, left: leftOut('request') }
}

function expectationsSection({ expectations }: VerifyReport): Section {
  const failed = expectations.filter(({ passed }) => !passed)
  const rows = failed.map(
    ({ name, side, expected, got, place }) =>
      `- ❌ ${inline(name)} (${side}): expected ${inline(expected)}, got ${inline(got)} (${code(positionText(place))})\n`,
  )
  const held = `\n${expectations.length - failed.length} of ${expectations.length} expectations hold\n${rows.length === 0 ? '' : '\n'}`
  return { before: '', blocks: [held, ...rows], after: '', share: 0.5, left: leftOut('expectation') }
}

/** What is to be said of the user's own lists. */
function findingItem(diagnostic: Diagnostic): string {
  const span = spanOf(diagnostic)
  return `- **${diagnostic.code}** ${span === undefined ? '' : `${code(positionText(span))}: `}${inline(diagnostic.message)}. ${inline(diagnostic.help)}\n`
}

function fold(title: string, lines: readonly string[], what: string): Section {
  return {
    before: `\n<details><summary>${title}</summary>\n\n`,
    blocks: lines,
    after: '\n</details>\n',
    share: 0.5,
    left: leftOut(what),
  }
}
