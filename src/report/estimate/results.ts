import { spanOf } from '../../diagnostics/diagnostic.ts'
import type { HoldingCause } from '../../estimate/causes.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { namedWayOut } from '../../estimate/since.ts'
import { wayOutText } from '../../estimate/way-out-text.ts'
import { digest } from '../../verify/lists/digest.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'
import type { Result } from '../results/result.ts'
import { bringsText } from './decisions-text.ts'
import { refusedSentence } from './headline.ts'
import type { EstimateReport } from './report.ts'

/** What of an estimate annotates its source: each pending decision, and what still keeps workloads where they are once all are taken. */
export function estimateResults({ estimates }: Pick<EstimateReport, 'estimates'>): Result[] {
  return estimates.flatMap((estimate) => [
    ...refusedResult(estimate),
    ...estimate.decisions.map((decision, index): Result => {
      const [cause, ...others] = decision.causes
      const wayOut = wayOutText(namedWayOut(decision.wayOut))
      const held = amountText(decision.resources.length, 'resource')
      return {
        ...resultOf(estimate, cause!),
        level: 'warning',
        title: `to ${estimate.target}, decision ${index + 1}: ${wayOut}; it holds up ${held}, ${bringsText(decision, estimate.readiness.today, estimate.moves)}`,
        details: textLines([cause!, ...others].map(messageText)).trimEnd(),
        related: others.flatMap(({ code, title, example }) => {
          const span = spanOf(example)
          return span === undefined ? [] : [{ span, message: `${code}: ${title}` }]
        }),
        fingerprint: digest(`decision ${estimate.target} ${cause!.code} ${wayOut}`),
      }
    }),
    ...(estimate.readiness.stays === 0 ? [] : estimate.remaining).map((cause) => resultOf(estimate, cause)),
  ])
}

/** It stands at the first resource of the first namespace that would be opened. */
function refusedResult(estimate: Estimate): Result[] {
  const { target, outcomes, accessByNamespace = [] } = estimate
  const opened = new Set(accessByNamespace.flatMap(({ namespace, wider }) => (wider > 0 ? [namespace] : [])))
  const at = outcomes.find(({ ref }) => opened.has(ref.namespace)) ?? outcomes[0]
  return refusedSentence(estimate).map((sentence) => ({
    rule: 'wider',
    level: 'error',
    title: `to ${target}: ${sentence}`,
    details: '',
    hint: '`verify` shows the requests.',
    ...(at === undefined ? {} : { span: at.place.span }),
    related: [],
    fingerprint: digest(`refused ${target}`),
  }))
}

function resultOf({ target }: Estimate, cause: HoldingCause): Result {
  const { code, title, resources, example } = cause
  const span = spanOf(example)
  return {
    rule: code,
    level: 'note',
    title: `to ${target}, after all decisions: ${title}; it holds up ${amountText(resources.length, 'resource')}`,
    details: textLines([messageText(cause)]).trimEnd(),
    hint: example.help,
    ...(span === undefined ? {} : { span }),
    related: [],
    fingerprint: digest(`remaining ${target} ${code}`),
  }
}

function messageText({ code, example }: HoldingCause): string {
  return `${code}: ${example.message}`
}
