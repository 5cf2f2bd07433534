import type { Condition } from './condition.ts'
import type { DecisionTree } from './decision-tree.ts'

/** A plan with other conditions in the place of its own. */
export function withConditions(plan: DecisionTree, fill: (condition: Condition) => Condition): DecisionTree {
  // Long chains of rules nest on the `no` side: rebuilt from their end, not by the stack.
  const chain: Extract<DecisionTree, { kind: 'if' }>[] = []
  let end = plan
  while (end.kind === 'if') {
    chain.push(end)
    end = end.no
  }
  let result: DecisionTree = withConditionsAtEnd(end, fill)
  for (const step of chain.reverse()) result = { kind: 'if', when: fill(step.when), yes: withConditions(step.yes, fill), no: result }
  return result
}

function withConditionsAtEnd(plan: Exclude<DecisionTree, { kind: 'if' }>, fill: (condition: Condition) => Condition): DecisionTree {
  switch (plan.kind) {
    case 'sent':
      return { ...plan, arrivals: plan.arrivals.map((arrival) => ({ ...arrival, allowed: fill(arrival.allowed) })) }
    case 'split':
      return { ...plan, parts: plan.parts.map((part) => ({ ...part, plan: withConditions(part.plan, fill) })) }
    case 'unknown':
      return plan.among === undefined ? plan : { ...plan, among: plan.among.map((one) => withConditions(one, fill)) }
    case 'denied':
    case 'unreachable':
    case 'answered':
      return plan
  }
}
