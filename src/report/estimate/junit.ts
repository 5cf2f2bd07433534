import type { ResourceOutcome } from '../../account/verdicts.ts'
import { objectText } from '../../diagnostics/place.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { namedWayOut } from '../../estimate/since.ts'
import { wayOutText } from '../../estimate/way-out-text.ts'
import { textLines } from '../escape/lines.ts'
import { positionText } from '../findings/text.ts'
import { junitDocument, type TestCase, type TestSuite } from '../results/junit-document.ts'
import { losingText } from './access-text.ts'
import { bringsText } from './decisions-text.ts'
import { refusedSentence } from './headline.ts'
import type { EstimateReport } from './report.ts'

/**
 * The estimate for build servers: a test case for each resource, each pending decision and each client that loses access. An estimate is an
 * answer, whatever it says: only what cannot be read fails, and what has to be done first is skipped with the reason.
 */
export function estimateJunit({ estimates }: Pick<EstimateReport, 'estimates'>): string {
  return junitDocument(
    'unsidecar estimate',
    estimates.flatMap(suitesOf).filter(([, cases]) => cases.length > 0),
  )
}

function suitesOf(estimate: Estimate): TestSuite[] {
  const { target, outcomes, decisions, readiness, moves, accessByNamespace = [] } = estimate
  return [
    [`to ${target}: resources`, outcomes.map(resourceCase)],
    [
      `to ${target}: decisions`,
      decisions.map((decision, index) => ({
        group: 'decisions',
        name: `${index + 1}: ${wayOutText(namedWayOut(decision.wayOut))}`,
        skipped: bringsText(decision, readiness.today, moves),
      })),
    ],
    [
      `to ${target}: access`,
      [
        ...refusedSentence(estimate).map((sentence) => ({ group: 'access', name: 'convert writes its output', skipped: sentence })),
        ...accessByNamespace.flatMap(({ namespace, losing }) =>
          losing.map((one) => ({ group: namespace === '' ? '(outside)' : namespace, name: losingText(one), skipped: 'loses access' })),
        ),
      ],
    ],
  ]
}

function resourceCase({ ref, place, verdict, because }: ResourceOutcome): TestCase {
  const object = objectText(ref)
  const one = { group: object, name: `${object} is ${verdict}` }
  const codes = `${positionText(place.span)}: ${[...new Set(because.map(({ code }) => code))].join(', ')}`
  switch (verdict) {
    case 'auto':
      return one
    case 'assisted':
      return { ...one, output: textLines(because.map(({ code, message }) => `${code}: ${message}`)) }
    case 'manual':
    case 'keep-sidecar':
      return { ...one, skipped: codes }
    case 'blocked':
      return { ...one, failure: { message: codes, text: textLines(because.map(({ code, message }) => `${code}: ${message}`)) } }
  }
}
