import type { Attribute } from '../symbolic/attribute.ts'
import { type Condition, eachLeaf, unknown, withLeaves } from '../symbolic/condition.ts'
import { conditionsOf, type DecisionTree } from '../symbolic/decision-tree.ts'
import { withConditions } from '../symbolic/tree-conditions.ts'

/**
 * Trees that ask for a query as one text beside trees that ask for one of its parameters, with a doubt in the place of the former: the two are
 * different attributes, and which texts have which parameters is not worked out.
 */
export function withoutMixedQueries<T extends { readonly before: DecisionTree; readonly after: DecisionTree }>(part: T): T {
  const asked = new Set<Attribute['kind']>()
  for (const tree of [part.before, part.after]) addKindsIn(tree, asked)
  if (!asked.has('target-query') || !asked.has('query')) return part
  const doubt = unknown('query as one text', 'a query as one text beside one of its parameters')
  const replaced = (condition: Condition): Condition =>
    withLeaves(condition, (leaf) => (leaf.kind === 'text' && leaf.attribute.kind === 'target-query' ? doubt : leaf))
  return { ...part, before: withConditions(part.before, replaced), after: withConditions(part.after, replaced) }
}

function addKindsIn(tree: DecisionTree, to: Set<Attribute['kind']>): void {
  for (const condition of conditionsOf(tree))
    eachLeaf(condition, (leaf) => {
      if (leaf.kind === 'text') to.add(leaf.attribute.kind)
    })
}
