import type { Attachment, AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { isEveryRequest } from '../http/requests.ts'
import type { Box } from './box.ts'
import { attachmentsMayOverlap } from './overlap.ts'

/** A policy, and what it allows or denies. */
export interface Reached {
  readonly policy: AuthorizationPolicy
  readonly boxes: readonly Box[]
  /** Pods of the policy that stay on sidecars. */
  readonly without: readonly Attachment[]
}

/**
 * Policies that have to be written together. HTTP rules of Cilium cannot deny: what a policy denies of requests is left out of all that is
 * allowed to the same pods. Every other policy is written alone.
 */
export function policyGroups(reached: readonly Reached[]): readonly (readonly Reached[])[] {
  const denials = reached.filter(deniesRequests)
  const groups: Reached[][] = []
  for (const one of reached) {
    const near = isWrittenTogether(one, denials) ? groups.filter((group) => group.some((other) => areTogether(one, other))) : []
    const group = [...near.flat(), one]
    groups.splice(0, groups.length, ...groups.filter((other) => !near.includes(other)), group)
  }
  return groups
}

export function deniesRequests({ policy, boxes }: Reached): boolean {
  return policy.effect === 'deny' && boxes.some(({ requests }) => !isEveryRequest(requests))
}

function isWrittenTogether(one: Reached, denials: readonly Reached[]): boolean {
  return one.policy.effect === 'allow' ? denials.some((denial) => sharePods(one, denial)) : denials.includes(one)
}

/** Two denials, or a denial and what it may take away from. */
function areTogether(a: Reached, b: Reached): boolean {
  return (deniesRequests(a) || deniesRequests(b)) && (deniesRequests(a) || a.policy.effect === 'allow') && isPart(b) && sharePods(a, b)
}

function isPart(one: Reached): boolean {
  return deniesRequests(one) || one.policy.effect === 'allow'
}

/** Whether two policies may be for the same pods. */
export function sharePods(a: Reached, b: Reached): boolean {
  return attachmentsMayOverlap(a.policy.attachment, b.policy.attachment)
}

/** Policies that share pods with one another, directly or by way of others. */
export function groupsThatMeet(reached: readonly Reached[]): readonly (readonly Reached[])[] {
  return reached.reduce<readonly (readonly Reached[])[]>((groups, one) => {
    const near = groups.filter((group) => group.some((other) => sharePods(one, other)))
    return [...groups.filter((group) => !near.includes(group)), [...near.flat(), one]]
  }, [])
}
