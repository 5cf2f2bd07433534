import type { Difference } from '../comparison.ts'

/**
 * One sentence for each cause of differences that come of nothing but the identity of clients: it is taken for granted that they may be known
 * where their connections were anonymous. The count is that of parts of the comparison.
 */
export function identityAssumptions(differences: readonly Difference[]): string[] {
  const counts = new Map<string, number>()
  for (const difference of differences) {
    if (difference.verdict !== 'identified' || difference.witness === undefined) continue
    const { request, before } = difference.witness
    const pods = difference.withoutService === true ? 'a pod port that no Service leads to' : 'a pod address'
    const where = request.address.kind === 'pod' ? pods : 'a Host that no route knows'
    const closed = before.branches.every(({ verdict }) => verdict !== 'allowed')
    const cause = `${closed ? 'closed' : 'open'} only because clients on sidecars are anonymous (PassthroughCluster), and no longer so: requests to ${where}`
    counts.set(cause, (counts.get(cause) ?? 0) + difference.parts)
  }
  return [...counts].map(([cause, parts]) => `${cause}, in ${parts} ${parts === 1 ? 'part' : 'parts'} of the comparison (identified)`)
}
