import type { PeerAuthentication, RequestAuthentication } from '../../model/authentication.ts'
import type { AuthorizationPolicy } from '../../model/authorization.ts'
import { canonical } from '../../model/canonical.ts'
import { isSameValue } from '../../model/same-value.ts'

type Policy = AuthorizationPolicy | RequestAuthentication | PeerAuthentication

/** What a policy says and to whom, without its name and where it is written: the same text for policies that do the same. */
export function policyText(policy: Policy): string {
  const { name: _name, place: _place, ...said } = policy
  const metadata = new Set(['labels', 'annotations', 'creationTimestamp'])
  return canonical(Object.entries(said).filter(([field]) => !metadata.has(field)))
}

/** Whether two policies do the same. A review asks it of all policies of both sides, several times. */
export function saySame(one: Policy, other: Policy): boolean {
  if (same.get(one) === other) return true
  if (!isSameValue(one, other) && policyText(one) !== policyText(other)) return false
  same.set(one, other)
  return true
}

/** By a policy, the last one that was seen to do the same. */
const same = new WeakMap<Policy, Policy>()
