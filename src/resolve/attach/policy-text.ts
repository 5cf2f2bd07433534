import type { PeerAuthentication, RequestAuthentication } from '../../model/authentication.ts'
import type { AuthorizationPolicy } from '../../model/authorization.ts'
import { canonical } from '../../model/canonical.ts'

/** What a policy says and to whom, without its name and where it is written: the same text for policies that do the same. */
export function policyText(policy: AuthorizationPolicy | RequestAuthentication | PeerAuthentication): string {
  const { name: _name, place: _place, ...said } = policy
  const metadata = new Set(['labels', 'annotations', 'creationTimestamp'])
  return canonical(Object.entries(said).filter(([field]) => !metadata.has(field)))
}
