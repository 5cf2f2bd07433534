import { objectText } from '../../../src/diagnostics/place.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { KindReader } from '../../../src/model/dialect.ts'

const kinds = {
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
}

/**
 * Policies of the network beside NetworkPolicy. They drop connections under both meshes, by the pods at both ends and by port, and nothing
 * of them is in the model. One that denies by name or port no longer does in ambient mode: connections arrive at port 15008, from a waypoint
 * where there is one (docs:ambient/usage/networkpolicy). One that admits 15008 among other ports (`notPorts: [9090]`) opens all of them. Only
 * what admits single other ports is stricter then: it drops HBONE.
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
        content: canonical(value.spec),
        span: place.span,
        place,
      })
      return true
    },
  })),
)

/** Whether a rule in either direction denies (`Deny` in both APIs) or may admit HBONE; the rules of one that cannot be read may. */
function denies(spec: unknown): boolean {
  if (typeof spec !== 'object' || spec === null) return true
  const { ingress, egress } = spec as { readonly ingress?: unknown; readonly egress?: unknown }
  return [ingress, egress].some((rules) => {
    if (rules === undefined || rules === null) return false
    return !Array.isArray(rules) || rules.some((rule) => !isAdmitting(rule))
  })
}

interface NetworkRule {
  readonly action?: unknown
  readonly ports?: unknown
  readonly destination?: unknown
  readonly http?: unknown
}

function isAdmitting(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return false
  const { action, ports, destination = {}, http } = rule as NetworkRule
  if (!['Allow', 'Accept', 'Pass', 'Log'].includes(action as string) || http !== undefined) return false
  if (ports !== undefined) return Array.isArray(ports) && ports.every((port) => isOther((port as AdminPort | null)?.portNumber?.port))
  const { ports: named, notPorts } = destination as { readonly ports?: unknown; readonly notPorts?: unknown }
  return Array.isArray(named) && named.length > 0 && notPorts === undefined && named.every(isOther)
}

interface AdminPort {
  readonly portNumber?: { readonly port?: unknown }
}

/** The port of HBONE at every pod of an ambient mesh. */
const tunnelPort = 15008

/** One port that HBONE does not use; a range such as `8000:16000` may hold it, and a name may stand for it. */
function isOther(port: unknown): boolean {
  return typeof port === 'number' && port !== tunnelPort
}
