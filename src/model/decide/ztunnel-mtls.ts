import type { Place } from '../../diagnostics/place.ts'
import type { PeerAuthentication } from '../authentication.ts'
import type { Mesh } from '../mesh.ts'
import { mtlsLevels } from '../peer-authentication.ts'
import type { Workload } from '../workload.ts'

/**
 * What makes ztunnel refuse plaintext on a port; undefined where it accepts it. DISABLE counts as PERMISSIVE. istiod loses some of what
 * is inherited when it converts a workload's port settings, and ztunnel passes over a policy that never comes
 * (istio:pilot/pkg/serviceregistry/ambient/authorization.go convertPeerAuthentication, policies.go); that is followed here, because it opens ports.
 */
export function ztunnelStrict(mesh: Mesh, workload: Workload, port: number): readonly Place[] | undefined {
  const { mesh: whole, namespace, workload: own } = mtlsLevels(mesh, workload)
  const inherited = inheritedFrom(namespace) ?? inheritedFrom(whole)
  const strictBase = inherited?.mode === 'strict'
  const because = (policy: PeerAuthentication | undefined): readonly Place[] => (policy === undefined ? [] : [policy.place])
  if (own === undefined || own.ports.length === 0) {
    const mode = own === undefined || own.mode === 'unset' ? inherited?.mode : own.mode
    return mode === 'strict' ? because(own ?? inherited) : undefined
  }
  const entry = own.ports.find((candidate) => candidate.port === port)
  switch (own.mode) {
    case 'strict':
      return entry === undefined || entry.mode === 'strict' || entry.mode === 'unset' ? because(own) : undefined
    case 'permissive':
    case 'disable':
      // Below an inherited STRICT the policy for the strict ports is never made.
      return !strictBase && entry?.mode === 'strict' ? because(own) : undefined
    case 'unset':
      if (!strictBase) return entry?.mode === 'strict' ? because(own) : undefined
      // A namespace-level UNSET in between removes the mesh's STRICT from every port.
      if (namespace !== undefined && namespace.mode === 'unset') return undefined
      if (own.ports.some((candidate) => candidate.mode === 'disable')) return because(inherited)
      return entry?.mode === 'permissive' ? undefined : because(inherited)
  }
}

function inheritedFrom(policy: PeerAuthentication | undefined): PeerAuthentication | undefined {
  return policy === undefined || policy.mode === 'unset' ? undefined : policy
}
