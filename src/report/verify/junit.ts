import type { Difference } from '../../verify/comparison.ts'
import { xmlAttribute, xmlText } from '../escape/xml.ts'
import { positionText } from '../findings/text.ts'
import { differenceText } from './difference-text.ts'
import { fails, firstOf, lacksInput, notRead, type VerifyReport } from './report.ts'

interface TestCase {
  readonly group: string
  readonly name: string
  readonly failure?: { readonly message: string; readonly text: string }
  /** Why it is neither good nor bad. */
  readonly skipped?: string
  readonly output?: string
}

/**
 * The report for build servers: a test case for each destination of each difference, one for the parts that are equal, and one for each
 * side of each expectation. Differences that are announced or accepted pass and keep their text; what is undetermined is skipped.
 */
export function verifyJunit(report: VerifyReport): string {
  const { comparison, states = [], expectations } = report
  const all = Object.values(comparison.parts).reduce((sum, count) => sum + count, 0)
  const suites: [name: string, cases: readonly TestCase[]][] = [
    [
      'decisions',
      [
        { group: 'equal', name: `${comparison.parts.equal} of ${all} parts are equal` },
        ...comparison.differences.flatMap((difference) => casesOf(difference, report)),
      ],
    ],
  ]
  for (const { k, namespaces, comparison: state, interim } of states)
    suites.push([
      `rollout state ${k}: ${namespaces.join(', ')}`,
      [
        { group: 'equal', name: `${state.parts.equal} parts are equal` },
        ...state.differences.flatMap((difference) => casesOf(difference, report)),
        ...interim.flatMap(({ destinations, clients }) =>
          destinations.map((destination) => ({
            group: destination,
            name: `${destination}: narrower until the rollout goes on, from ${firstOf(clients)}`,
            skipped: 'refused for the time being',
          })),
        ),
      ],
    ])
  if (expectations.length > 0)
    suites.push([
      'expectations',
      expectations.map(({ name, side, expected, got, passed, place }) => ({
        group: side,
        name,
        ...(passed ? {} : { failure: { message: `expected ${expected}, got ${got}`, text: positionText(place) } }),
      })),
    ])
  const unread = notRead(report)
  if (unread.length > 0)
    suites.push([
      'reading',
      unread.map(({ message, span }) => ({
        group: 'reading',
        name: `${span === undefined ? '' : `${positionText(span)}: `}${message}`,
        ...(lacksInput(report)
          ? { failure: { message, text: 'what it decides is not compared' } }
          : { skipped: 'what it decides is not compared' }),
      })),
    ])
  const cases = suites.flatMap(([, own]) => own)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="unsidecar verify"${counts(cases)}>`,
    ...suites.flatMap(([name, own]) => [
      `  <testsuite name="${xmlAttribute(name)}"${counts(own)}>`,
      ...own.flatMap(caseLines),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function casesOf(difference: Difference, { policy }: VerifyReport): TestCase[] {
  const text = differenceText(difference, false)
  const message = `${difference.verdict}, from ${firstOf(difference.clients)}`
  return difference.destinations.map((destination) => ({
    group: destination,
    name: `${destination}: ${message}`,
    ...(fails(difference, policy)
      ? { failure: { message, text } }
      : difference.verdict === 'undetermined'
        ? { skipped: difference.needs ?? 'undetermined' }
        : { output: text }),
  }))
}

function caseLines({ group, name, failure, skipped, output }: TestCase): string[] {
  const open = `    <testcase classname="${xmlAttribute(group)}" name="${xmlAttribute(name)}"`
  if (failure !== undefined)
    return [`${open}>`, `      <failure message="${xmlAttribute(failure.message)}">${xmlText(failure.text)}</failure>`, '    </testcase>']
  if (skipped !== undefined) return [`${open}>`, `      <skipped message="${xmlAttribute(skipped)}"/>`, '    </testcase>']
  if (output !== undefined) return [`${open}>`, `      <system-out>${xmlText(output)}</system-out>`, '    </testcase>']
  return [`${open}/>`]
}

function counts(cases: readonly TestCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  return ` tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`
}
