import type { Attachment } from '../../../src/model/authorization.ts'
import { ownValue } from '../../../src/model/own-value.ts'
import { isEveryRequest } from '../http/requests.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import { deniesRequests, type Reached, sharePods } from './groups.ts'
import { attachmentsMayOverlap } from './overlap.ts'

/**
 * ALLOW policies for pods that other policies of the network select, and ALLOW policies that share pods with those; each with a policy of the
 * network that is the reason. Cilium would add what they allow to what the others allow; a denial of everything else takes it away from
 * both, as the sidecar does today.
 */
export function besideOthers(reached: readonly Reached[], others: readonly PolicyObstacle[]): ReadonlyMap<Reached, PolicyObstacle> {
  const allows = reached.filter(({ policy }) => policy.effect === 'allow')
  const found = new Map<Reached, PolicyObstacle>()
  for (const one of allows) {
    const other = otherOf(one, others)
    if (other !== undefined) found.set(one, other)
  }
  // A map is walked with what is added on the way.
  for (const [one, other] of found) for (const next of allows) if (!found.has(next) && sharePods(one, next)) found.set(next, other)
  return found
}

/**
 * A policy about requests, which no denial of connections can say, for pods that other policies of the network select; and the policy that is
 * in its way.
 */
export function requestsBesideOthers(
  reached: readonly Reached[],
  others: readonly PolicyObstacle[],
): { readonly one: Reached; readonly obstacle: PolicyObstacle } | undefined {
  const together = besideOthers(reached, others)
  for (const one of reached) {
    if (one.boxes.every(({ requests }) => isEveryRequest(requests))) continue
    const denial = deniesRequests(one) ? (otherOf(one, others) ?? [...together].find(([other]) => sharePods(one, other))?.[1]) : undefined
    const obstacle = together.get(one) ?? denial
    if (obstacle !== undefined) return { one, obstacle }
  }
  return undefined
}

function otherOf({ policy }: Reached, others: readonly PolicyObstacle[]): PolicyObstacle | undefined {
  return others.find(
    ({ attachment, without = {} }) => attachmentsMayOverlap(attachment, policy.attachment) && !isWithout(policy.attachment, without),
  )
}

/** Whether the pods of a policy have a label by which another one leaves them out. */
function isWithout(attachment: Attachment, without: Readonly<Record<string, readonly string[]>>): boolean {
  return (
    attachment.scope === 'workloads' && Object.entries(attachment.labels).some(([key, value]) => ownValue(without, key)?.includes(value))
  )
}
