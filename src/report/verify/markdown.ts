import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import type { Difference } from '../../verify/comparison.ts'
import { code, fenced, html, inline } from '../escape/markdown.ts'
import { amountText, positionText } from '../findings/text.ts'
import { plain } from '../paint.ts'
import { differenceLine, differenceText } from './difference-text.ts'
import { fails, firstOf, headline, lacksInput, notRead, reportFails, toldOneByOne, type VerifyReport } from './report.ts'
import { trafficNote, trafficWords } from './traffic-text.ts'

/** A comment on a pull request takes 65,536 characters; some are left for what others put around it. */
const largest = 60_000

/** The report as a comment on a pull request: the count, then one fold for each difference. What does not fit is counted, the lightest first. */
export function verifyMarkdown(report: VerifyReport): string {
  const { comparison, target } = report
  const subject = target === undefined ? 'before against after' : `moving to ${target}`
  const bad = reportFails(report) || lacksInput(report)
  const traffic = trafficNote({ ...comparison, differences: toldOneByOne(report) })
  const head = `## unsidecar verify\n\n${bad ? '❌' : '✅'} **${headline(comparison)}** (${subject})\n${traffic === undefined ? '' : `\n${inline(traffic)}\n`}`
  return fittedComment(head, differenceBlocks(report), tailOf(report))
}

/** A fold for each difference of the end, and of the last rollout state those that fail. */
export function differenceBlocks(report: VerifyReport): string[] {
  const wrong = report.states?.at(-1)?.comparison.differences.filter((difference) => fails(difference, report.policy)) ?? []
  return [...toldOneByOne(report), ...wrong].map((difference) => differenceBlock(difference, report))
}

/** What follows the differences: expectations, rollout states, and what the comparison rests on. */
export function tailOf(report: VerifyReport): string[] {
  const { comparison, expectations, states = [] } = report
  const unread = notRead(report)
  return [
    expectations.length === 0 ? '' : expectationsSection(report),
    ...states.map(
      ({ k, namespaces, comparison: state, interim }) =>
        `\nRollout state ${k} (${inline(namespaces.join(', '))}): ${headline(state)}\n${interim.map(interimBlock).join('')}`,
    ),
    fold('To decide', report.diagnostics.filter(({ stage, severity }) => stage === 'verification' && severity !== 'info').map(findingItem)),
    fold(
      `Not compared: ${amountText(unread.length, 'thing')} that could not be read`,
      unread.map(({ message, span }) => `- ${span === undefined ? '' : `${code(positionText(span))}: `}${inline(message)}`),
    ),
    fold(
      `${amountText(comparison.outside.length, 'thing')} outside the model`,
      comparison.outside.map(({ what, place }) => `- ${code(positionText(place.span))}: ${inline(what)}`),
    ),
    fold(
      amountText(comparison.assumptions.length, 'assumption'),
      comparison.assumptions.map((text) => `- ${inline(text)}`),
    ),
  ]
}

/** As many blocks as fit, in their order; the tail goes before the blocks when it is itself too long. */
export function fittedComment(head: string, blocks: readonly string[], tail: readonly string[]): string {
  const room = largest - bytes(head) - 300
  const ends: string[] = []
  let used = 0
  for (const part of tail) {
    const left = 'and more, left out for length'
    const shown = used + bytes(part) <= room / 2 ? part : `\n_${left}_\n`
    if (ends.at(-1) !== shown) ends.push(shown)
    used += bytes(shown)
  }
  const shown: string[] = []
  for (const block of blocks) {
    if (used + bytes(block) > room) break
    shown.push(block)
    used += bytes(block)
  }
  const missing = blocks.length - shown.length
  const note =
    missing === 0
      ? ''
      : `\n_${amountText(missing, 'more difference')} left out for length; \`-o json\` and \`-o text -v\` have all of them._\n`
  return `${head}${shown.join('')}${note}${ends.join('')}`
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

function expectationsSection({ expectations }: VerifyReport): string {
  const failed = expectations.filter(({ passed }) => !passed)
  const rows = failed.map(
    ({ name, side, expected, got, place }) =>
      `- ❌ ${inline(name)} (${side}): expected ${inline(expected)}, got ${inline(got)} (${code(positionText(place))})\n`,
  )
  return `\n${expectations.length - failed.length} of ${expectations.length} expectations hold\n${rows.length === 0 ? '' : `\n${rows.join('')}`}`
}

/** What is to be said of the user's own lists. */
function findingItem(diagnostic: Diagnostic): string {
  const span = spanOf(diagnostic)
  return `- **${diagnostic.code}** ${span === undefined ? '' : `${code(positionText(span))}: `}${inline(diagnostic.message)}. ${inline(diagnostic.help)}`
}

function fold(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
