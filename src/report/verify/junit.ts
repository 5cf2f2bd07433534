import type { Difference } from '../../verify/comparison.ts'
import { positionText } from '../findings/text.ts'
import { junitDocument, type TestCase, type TestSuite } from '../results/junit-document.ts'
import { differenceText } from './difference-text.ts'
import { fails, firstOf, lacksInput, notRead, type VerifyReport } from './report.ts'

/**
 * The report for build servers: a test case for each destination of each difference, one for the parts that are equal, and one for each
 * side of each expectation. Differences that are announced or accepted pass and keep their text; what is undetermined is skipped.
 */
export function verifyJunit(report: VerifyReport): string {
  return junitDocument('unsidecar verify', verifySuites(report))
}

/** The suites of one comparison. */
export function verifySuites(report: VerifyReport): TestSuite[] {
  const { comparison, states = [], expectations } = report
  const all = Object.values(comparison.parts).reduce((sum, count) => sum + count, 0)
  const suites: TestSuite[] = [
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
  return suites
}

/** A test case for each destination of a difference. */
export function casesOf(difference: Difference, { policy }: Pick<VerifyReport, 'policy'>): TestCase[] {
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
