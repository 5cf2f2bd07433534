import { objectText } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'

const kinds = {
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
}

/**
 * Policies of the network beside NetworkPolicy. They drop connections under both meshes, by the pods at both ends and by port, and nothing
 * of them is in the model. One that denies by name or port no longer does in ambient mode: connections arrive at port 15008, from a waypoint
 * where there is one (docs:ambient/usage/networkpolicy). What one only admits is dropped then, which is stricter.
 */
export const otherNetworkPolicies: readonly KindReader[] = Object.entries(kinds).flatMap(([group, names]) =>
  names.map((kind) => ({
    group,
    kind,
    phase: 'objects' as const,
    read({ ref, value, place }, _context, into) {
      const { namespace, name } = ref
      into.unread.push({
        why: 'not-modelled',
        what: objectText(ref),
        reach: { kinds: [kind], namespaces: [namespace], name },
        ...(denies(value.spec) ? { denies: true as const } : {}),
        span: place.span,
        place,
      })
      return true
    },
  })),
)

/** Whether a rule in either direction has the action `Deny`, which both APIs call so; the rules of one that cannot be read may have. */
function denies(spec: unknown): boolean {
  if (typeof spec !== 'object' || spec === null) return true
  const { ingress, egress } = spec as { readonly ingress?: unknown; readonly egress?: unknown }
  return [ingress, egress].some((rules) => {
    if (rules === undefined || rules === null) return false
    return !Array.isArray(rules) || rules.some((rule) => !isAdmitting(rule))
  })
}

function isAdmitting(rule: unknown): boolean {
  const action = typeof rule === 'object' && rule !== null ? (rule as { readonly action?: unknown }).action : undefined
  return action === 'Allow' || action === 'Accept' || action === 'Pass' || action === 'Log'
}
