import type { Condition } from './condition.ts'
import type { DecisionTree } from './decision-tree.ts'

/** A tree with other conditions in the place of its own. */
export function withConditions(tree: DecisionTree, fill: (condition: Condition) => Condition): DecisionTree {
  // Long chains of rules nest on the `no` side: rebuilt from their end, not by the stack.
  const chain: Extract<DecisionTree, { kind: 'if' }>[] = []
  let end = tree
  while (end.kind === 'if') {
    chain.push(end)
    end = end.no
  }
  let result: DecisionTree = withConditionsAtEnd(end, fill)
  for (const step of chain.reverse()) result = { kind: 'if', when: fill(step.when), yes: withConditions(step.yes, fill), no: result }
  return result
}

function withConditionsAtEnd(tree: Exclude<DecisionTree, { kind: 'if' }>, fill: (condition: Condition) => Condition): DecisionTree {
  switch (tree.kind) {
    case 'sent':
      return { ...tree, arrivals: tree.arrivals.map((arrival) => ({ ...arrival, allowed: fill(arrival.allowed) })) }
    case 'split':
      return { ...tree, parts: tree.parts.map((part) => ({ ...part, tree: withConditions(part.tree, fill) })) }
    case 'unknown':
      return tree.among === undefined ? tree : { ...tree, among: tree.among.map((one) => withConditions(one, fill)) }
    case 'denied':
    case 'unreachable':
    case 'answered':
      return tree
  }
}
