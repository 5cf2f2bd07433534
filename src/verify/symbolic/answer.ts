import type { Mesh } from '../../model/mesh.ts'
import type { PathMatch } from '../../model/predicate.ts'
import { answerOf } from '../../resolve/routes/answer.ts'
import type { ChainRule } from '../../resolve/routes/chain-rule.ts'
import { answeredPreflights, preflightAnswer } from '../../resolve/routes/preflight.ts'
import { matchedPath, settingsOf } from '../../resolve/routes/route-action.ts'
import type { DecisionTree } from './decision-tree.ts'
import type { ProxyAnswer } from './recipient.ts'
import { conditionOf } from './rules/atom.ts'
import type { SeenRequest } from './rules/view.ts'

/** What a client gets that no rule matches. */
export const notFound: DecisionTree = { kind: 'answered', answer: { kind: 'response', status: 404 } }

/** The same from a gateway that has no routes for the host. */
export const hostNotFound: DecisionTree = { kind: 'answered', answer: { kind: 'response', status: 404, unrouted: true } }

/** What a server of a gateway answers to plain HTTP where it has `httpsRedirect`. */
export const redirectedToHttps: DecisionTree = {
  kind: 'answered',
  answer: { kind: 'redirect', status: 301, location: 'https://<host>/<rest>' },
}

/** A rule's tree, but for the CORS preflights that its proxy answers, by the words of its policy. */
export function withPreflights(mesh: Mesh, rule: ChainRule, seen: SeenRequest, tree: DecisionTree): DecisionTree {
  const preflight = answeredPreflights(rule)
  if (preflight === undefined) return tree
  const answer = { ...preflightAnswer, cors: settingsOf(mesh, rule).cors }
  return { kind: 'if', when: conditionOf(preflight, seen), yes: { kind: 'answered', answer }, no: tree }
}

/** The answer of a rule, the same for rules that answer alike: that to a request of placeholders. Undefined for a rule that forwards. */
export function commonAnswer(rule: ChainRule, port: number): ProxyAnswer | undefined {
  return answerOf(
    rule,
    { method: 'GET', target: pathFor(matchedPath(rule)), authority: '<host>', headers: {}, token: { kind: 'none' } },
    port,
  )
}

/** A path that a rule matches, with placeholders for what it leaves open. */
function pathFor(match: PathMatch | undefined): string {
  switch (match?.op) {
    // What an exact match compares with is the whole path.
    case 'exact':
      return match.value
    case 'regex':
      return '/<path>'
    case 'prefix':
    case 'suffix':
    case 'segment-prefix':
    case 'template':
      return `${match.value.replace(/\/+$/, '')}/<rest>`
    case undefined:
    case 'present':
    case 'non-empty':
      return '/<rest>'
  }
}
