import type { Decision } from '../../model/verdict.ts'
import type { Difference, DifferenceVerdict } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import { requestHeading, requestLines } from '../decision/request-text.ts'
import { decidingRules, rulesThatLed, ruleText } from '../decision/text.ts'
import { verdictLine, walkText } from '../decision/walk-text.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, positionText } from '../findings/text.ts'
import { type Paint, plain } from '../paint.ts'
import { changedText, changedValues } from './changed-values.ts'
import { firstOf } from './report.ts'
import { trafficLines, trafficWords } from './traffic-text.ts'

/** One difference with its witness and both sides, as they are called; `full` names every destination and client and prints both walks. */
export function differenceText(
  difference: Difference,
  full: boolean,
  paint: Paint = plain,
  [before, after]: readonly [before: string, after: string] = ['before', 'after'],
): string {
  const { witness } = difference
  const lines = [titleLine(difference, paint)]
  if (full) lines.push(...listed('destinations', difference.destinations), ...listed('clients', difference.clients))
  if (difference.needs !== undefined) lines.push(`  needs ${difference.needs}`)
  if (witness !== undefined) {
    lines.push(`  ${requestHeading(witness.request)}`)
    for (const line of requestLines(witness.request, witness.externalAllows)) lines.push(`    ${line}`)
    if (witness.requestBefore !== undefined) lines.push(`    before there was no such address: ${requestHeading(witness.requestBefore)}`)
    for (const values of changedValues(difference)) lines.push(`  differs in ${changedText(values)}`)
    const width = Math.max(before.length, after.length, 'before'.length)
    lines.push(
      ...sideLines(before.padEnd(width), witness.before, witness.after, full, paint),
      ...sideLines(after.padEnd(width), witness.after, witness.before, full, paint),
    )
  }
  for (const { what, place } of difference.causes ?? []) lines.push(`  cause: ${positionText(place.span)}: ${what}`)
  lines.push(...standingLines(difference), ...trafficLines(difference))
  lines.push(
    paint.dim(
      `  found in ${amountText(difference.parts, 'part')}, ${difference.classes === 1 ? '1 class' : `${difference.classes} classes`} of requests`,
    ),
  )
  return textLines(lines)
}

/** One line: what the announced, accepted and ruled-out ones get where everything else is reported at length. */
export function differenceLine(difference: Difference, paint: Paint = plain): string {
  const { announcedBy, acceptedBy, assumedAway, failsOpen, inBaseline } = difference
  const why =
    acceptedBy !== undefined
      ? acceptedText(acceptedBy)
      : assumedAway !== undefined
        ? `ruled out: ${assumedAway}`
        : failsOpen
          ? failsOpenText
          : inBaseline
            ? 'in the baseline'
            : announcedBy !== undefined
              ? `announced by ${announcedBy.code}${announcedBy.place === undefined ? '' : ` at ${positionText(announcedBy.place.span)}`}`
              : (difference.needs ?? '')
  const traffic = trafficWords(difference)
  const told = [why, traffic].filter((text) => text !== '').join('; ')
  return textLines([`${titleLine(difference, paint)}${told === '' ? '' : `: ${told}`}`])
}

function titleLine(difference: Difference, paint: Paint): string {
  const verdict = paint.bold(colorOf(difference.verdict, paint)(difference.verdict.toUpperCase()))
  return `${verdict} ${firstOf(difference.destinations)}, from ${firstOf(difference.clients)} ${paint.dim(`[${differenceId(difference)}]`)}`
}

function sideLines(side: string, decision: Decision, other: Decision, full: boolean, paint: Paint): string[] {
  const label = `  ${side} `
  if (full) return [`  ${side.trimEnd()}`, ...indented(walkText(decision, paint), '    ')]
  const space = ' '.repeat(label.length)
  return [
    `${label}${verdictLine(decision, paint)}`,
    ...decidingRules(decision).map((place) => `${space}${ruleText(place)}`),
    ...rulesThatLed(decision, other).map((place) => `${space}led there by ${ruleText(place)}`),
  ]
}

/** `accepted until 2027-01-31 by the owners of shop: the pods are firewalled`. */
function acceptedText({ expires, by, reason }: NonNullable<Difference['acceptedBy']>): string {
  return `accepted until ${expires}${by === undefined ? '' : ` by ${by}`}: ${reason}`
}

const failsOpenText = 'fails open, as --allow-fail-open accepts (US5100, US5180, US5187)'

/** Who announced it, who accepted it. */
export function standingLines({ announcedBy, acceptedBy, assumedAway, failsOpen, inBaseline }: Difference): string[] {
  const lines: string[] = []
  if (announcedBy !== undefined) {
    const where = announcedBy.place === undefined ? '' : ` at ${positionText(announcedBy.place.span)}`
    lines.push(`  announced by ${announcedBy.code}${where}: ${announcedBy.message}`)
  }
  if (acceptedBy !== undefined) lines.push(`  ${acceptedText(acceptedBy)}`)
  if (assumedAway !== undefined) lines.push(`  ruled out: ${assumedAway}`)
  if (failsOpen) lines.push(`  ${failsOpenText}`)
  if (inBaseline) lines.push('  in the baseline')
  return lines
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length <= 1 ? [] : [`  ${what}: ${names.join(', ')}`]
}

function indented(text: string, indent: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}`)
}

function colorOf(verdict: DifferenceVerdict, paint: Paint): (text: string) => string {
  return { wider: paint.red, narrower: paint.yellow, rerouted: paint.yellow, undetermined: paint.cyan, identified: paint.cyan }[verdict]
}
