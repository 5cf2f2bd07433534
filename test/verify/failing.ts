import type { Difference } from '../../src/verify/comparison.ts'

/** Differences for which verify fails. */
export function fails({ verdict, announcedBy, assumedAway, failsOpen }: Difference): boolean {
  if (verdict === 'undetermined' || verdict === 'identified') return false
  if (failsOpen === true) return false
  return assumedAway === undefined && (verdict === 'wider' || announcedBy === undefined)
}

/** A difference for a failure message: what differs, the request, and both walks. */
export function differenceText({ verdict, destinations, clients, changed, witness }: Difference): string {
  const walk = (decision: NonNullable<typeof witness>['before'] | undefined): string =>
    [...(decision?.points ?? []), ...(decision?.branches.flatMap(({ points }) => points) ?? [])]
      .map(({ point, at, verdict: said, reason }) => `${point} ${at} ${said}: ${reason}`)
      .join(' -> ')
  return [
    `${verdict} (${changed.join(', ')}) at ${destinations.join(', ')} from ${clients.join(', ')}`,
    `  ${JSON.stringify(witness?.request)}`,
    `  before ${walk(witness?.before)} ${JSON.stringify(witness?.before.settings)}`,
    `  after ${walk(witness?.after)} ${JSON.stringify(witness?.after.settings)}`,
  ].join('\n')
}
