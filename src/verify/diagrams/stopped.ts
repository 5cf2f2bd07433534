import type { ActionSettings } from '../../model/action.ts'
import { type Decision, standingOf } from '../../model/verdict.ts'
import { noHost } from '../../resolve/routes/answer.ts'
import { isError, isErrorAnswer } from '../symbolic/recipient.ts'
import type { Outcome, PartSettings } from './leaf.ts'

/*
 * Requests that routes keep from every destination: a direct response of 4xx or 5xx, 404 where no rule matches, 503 where a destination is not
 * there, a fault that aborts all of them. The author of such a route may mean it as a barrier, so letting the request through is wider. A
 * redirect is none: it sends the client elsewhere. Neither is the 404 of a gateway that has no routes for the host: no rule wrote one. A gateway that
 * asks clients for certificates is a barrier, too.
 */

/** True for an outcome whose requests all get an error from a proxy. */
export function isStopped(outcome: Outcome): boolean {
  if (outcome.kind === 'denied') return outcome.barred === true
  if (outcome.kind === 'answered') return isErrorAnswer(outcome.answer)
  if (outcome.kind !== 'sent') return false
  const { settings, arrivals } = outcome
  return aborts(settings) || (arrivals.length > 0 && arrivals.every(({ destination }) => isError(destination)))
}

/** The same of a decision of the reference evaluator. */
export function isStoppedDecision({ verdict, answer, branches, points, settings }: Decision): boolean {
  const last = points.at(-1)
  if (verdict === 'denied' && last !== undefined && standingOf(last.point) === 'edge') return true
  if (answer !== undefined) return answer !== noHost && isErrorAnswer(answer)
  return aborts(settings) || (branches.length > 0 && branches.every(({ end }) => isError(end)))
}

/** The outcome as the client sees it: who answered 404 makes no difference to it. */
export function asSeen(outcome: Outcome): Outcome {
  if (outcome.kind !== 'answered') return outcome
  const { unrouted: _, ...answer } = outcome.answer
  return { ...outcome, answer }
}

function aborts(settings: readonly (ActionSettings | PartSettings)[]): boolean {
  return settings.some((one) => (one.fault?.abort?.percent ?? 0) >= 100 && !('share' in one && one.share !== undefined))
}
