/** Whether something that was seen is of a difference: no, yes, or perhaps, with the reason of the doubt. */
export type Relation = 'no' | 'yes' | { readonly perhaps: string }

/** Both have to hold. */
export function both(a: Relation, b: Relation): Relation {
  if (a === 'no' || b === 'no') return 'no'
  return a === 'yes' ? b : a
}

/** The best of several ways in which it may be. */
export function anyRelation(relations: readonly Relation[]): Relation {
  if (relations.includes('yes')) return 'yes'
  return relations.find((one) => one !== 'no') ?? 'no'
}
