import { answerOf } from '../../model/decide/routes/answer.ts'
import type { ChainRule } from '../../model/decide/routes/chain-rule.ts'
import { matchedPath } from '../../model/decide/routes/route-action.ts'
import type { Plan } from './plan.ts'

/** What a client gets that no rule matches. */
export const notFound: Plan = { kind: 'answered', answer: JSON.stringify({ kind: 'response', status: 404 }) }

/** The same from a gateway that has no routes for the host. */
export const hostNotFound: Plan = { kind: 'answered', answer: JSON.stringify({ kind: 'response', status: 404, unrouted: true }) }

/**
 * The answer of a rule, as a text that is the same for rules that answer alike: the answer to a request whose parts are placeholders.
 * Undefined for a rule that forwards.
 */
export function answerText(rule: ChainRule, port: number): string | undefined {
  const match = matchedPath(rule)
  const matched = match === undefined || !('value' in match) ? '/' : match.value
  // What an exact match compares with is the whole path.
  const path = match?.op === 'exact' ? matched : match?.op === 'regex' ? '/<path>' : `${matched.replace(/\/+$/, '')}/<rest>`
  const answer = answerOf(rule, { method: 'GET', target: path, authority: '<host>', headers: {}, token: { kind: 'none' } }, port)
  return answer === undefined ? undefined : JSON.stringify(answer)
}
