import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Plan } from '../../plan/plan.ts'

/** Sidecar resources and outbound policies that hold nothing back: they only scope, or the user vouches for what replaces them. */
export function egressFindings(plan: Plan): Diagnostic[] {
  if (plan.movingNamespaces.length === 0) return []
  const { mesh, options } = plan
  const assumed = options.assume.includes('egress-enforced')
  const accepted = (place: Parameters<typeof diagnose>[1], what: string) => diagnose(catalogue.egressDeclaredEnforced, place, { what })
  const whole =
    assumed && mesh.settings.outboundPolicy === 'registry-only'
      ? [accepted(mesh.settings.places.outboundPolicy, 'the outbound policy REGISTRY_ONLY of the mesh')]
      : []
  const single = mesh.egress.flatMap((sidecar): Diagnostic[] => {
    const concerned = sidecar.namespace === mesh.settings.rootNamespace || plan.moves(sidecar.namespace)
    if (!concerned) return []
    const { outboundPolicy, listeners, boundEgress, egressProxy, inboundConnectionPool } = sidecar
    const restricts = outboundPolicy?.mode === 'registry-only'
    const own = listeners.length + boundEgress.length > 0 || egressProxy !== undefined || inboundConnectionPool !== undefined
    return [
      ...(restricts && assumed ? [accepted(outboundPolicy.place, 'the outbound policy REGISTRY_ONLY')] : []),
      ...(restricts || own ? [] : [diagnose(catalogue.egressScopeWithoutEffect, sidecar.place, {})]),
    ]
  })
  return [...whole, ...single]
}
