import type { Comparison, Difference } from '../../verify/comparison.ts'
import type { StateResult } from '../../verify/states.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, positionText } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { type Paint, plain } from '../paint.ts'
import { differenceLine, differenceText } from './difference-text.ts'
import {
  differenceVerdictOrder,
  headline,
  isAccess,
  isSilenced,
  notRead,
  opensOrCloses,
  toldOneByOne,
  type VerifyReport,
} from './report.ts'
import { trafficNote } from './traffic-text.ts'

/** How many differences of a verdict other than `wider` are reported before the rest is only counted. */
const enough = 20

/** The report of `verify` as people read it: the count first, then the gravest differences. */
export function verifyText(report: VerifyReport, options: Style): string {
  const paint = options.paint ?? plain
  const { comparison, states, expectations } = report
  const unread = notRead(report)
  const without = textLines(
    unread.map(({ message, span }) => paint.yellow(`not read: ${span === undefined ? '' : `${positionText(span)}: `}${message}`)),
  )
  const parts = [
    `${paint.bold(headline(comparison))}\n`,
    without,
    comparisonText({ differences: options.detail === 'full' ? comparison.differences : toldOneByOne(report) }, options),
  ]
  const traffic = report.amongClusters ? undefined : trafficNote({ ...comparison, differences: toldOneByOne(report) })
  if (traffic !== undefined) parts.push(`\n${textLines([paint.dim(traffic)])}`)
  if (expectations.length > 0) parts.push(expectationsText(report, options))
  if (states !== undefined) parts.push(statesText(report, options))
  if (comparison.outside.length > 0)
    parts.push(
      section(
        'Outside the model',
        comparison.outside.map(({ what, place }) => `${positionText(place.span)}: ${what}`),
        paint,
      ),
    )
  if (comparison.assumptions.length > 0) parts.push(section('Assumptions', comparison.assumptions, paint))
  if (report.target !== undefined && toldOneByOne(report).some(({ witness }) => witness !== undefined))
    parts.push(paint.dim('\nPlaces of `after` are those in the converted files; `convert --output-dir` writes them.\n'))
  return parts.join('')
}

/** The differences of a comparison, the gravest first. */
export function comparisonText({ differences }: Pick<Comparison, 'differences'>, { detail, paint = plain }: Style): string {
  const parts: string[] = []
  for (const verdict of differenceVerdictOrder) {
    const own = differences.filter((difference) => difference.verdict === verdict)
    const [told, mentioned] = detail === 'full' ? [own, []] : [own.filter((one) => !isKnown(one)), own.filter(isKnown)]
    const limit = detail === 'full' || verdict === 'wider' ? Infinity : enough
    for (const difference of told.slice(0, limit)) parts.push(`\n${differenceText(difference, detail === 'full', paint)}`)
    if (mentioned.length > 0) parts.push('\n', ...mentioned.slice(0, limit).map((difference) => differenceLine(difference, paint)))
    const left = Math.max(0, told.length - limit) + Math.max(0, mentioned.length - limit)
    if (left > 0) parts.push(paint.dim(`... and ${left} more ${verdict} (-v shows all)\n`))
  }
  return parts.join('')
}

function isKnown(difference: Difference): boolean {
  return difference.announcedBy !== undefined || isSilenced(difference)
}

function expectationsText({ expectations }: VerifyReport, { detail, paint = plain }: Style): string {
  const failed = expectations.filter(({ passed }) => !passed)
  const shown = detail === 'full' ? expectations : failed
  const lines = shown.map(({ passed, name, side, expected, got, place }) => {
    const verdict = passed ? paint.green('passed') : paint.red('FAILED')
    const result = passed ? got : `expected ${expected}, got ${got}`
    return `${verdict} ${positionText(place)}: ${name} (${side}): ${result}`
  })
  return section(`Expectations: ${expectations.length - failed.length} of ${expectations.length} hold`, lines, paint)
}

function statesText({ states = [] }: VerifyReport, options: Style): string {
  const paint = options.paint ?? plain
  if (states.length === 0) return section('Rollout states', ['no namespace changes'], paint)
  const parts = [`\n${paint.bold(`Rollout states: ${amountText(states.length, 'state')} compared with the start`)}\n`]
  for (const { k, namespaces, comparison, interim } of states) {
    const meanwhile = interim.length === 0 ? '' : `; ${interim.length} narrower until the rollout goes on`
    parts.push(textLines([`  ${k}. ${namespaces.join(', ')}: ${headline(comparison)}${meanwhile}`]))
  }
  const bad = states.find((state) => opensOrCloses(state))
  if (bad !== undefined) parts.push(stateText(bad, paint).replace(/^(?=.)/gm, '  '))
  return parts.join('')
}

/** What the first state that opens or closes anything does, with a request for each: what it refuses only for the time being comes first. */
function stateText({ k, namespaces, comparison, interim }: StateResult, paint: Paint): string {
  const differences = comparison.differences.filter((one) => isAccess(one) && !isSilenced(one))
  const told = [
    ...interim.map((difference) => differenceText(difference, false, paint, ['at the end', 'in this state'])),
    ...differences.map((difference) => differenceText(difference, false, paint, ['at the start', 'in this state'])),
  ]
  const left = told.length - enough
  const more = left > 0 ? [paint.dim(`... and ${left} more (-o json has all)\n`)] : []
  return `\n${textLines([paint.bold(`State ${k} (${namespaces.join(', ')})`)])}${[...told.slice(0, enough), ...more].join('\n')}`
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return `\n${paint.bold(title)}\n${textLines(lines.map((line) => `  ${line}`))}`
}
