import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Pods whose injection template gives them an identity of SPIRE: ztunnel asks istiod for certificates, not SPIRE's agent
 * (istio.io ambient/migrate/before-you-begin names SPIRE as a blocker).
 */
export function spireHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.workloads.flatMap((workload) => {
    if (!migration.workloadMoves(workload)) return []
    const template = templatesOf(workload.annotations['inject.istio.io/templates']).find(isOfSpire)
    if (template === undefined) return []
    const at = workload.templatePlace.field('annotations').field('inject.istio.io/templates')
    return [{ subject: { workload }, cause: diagnose(catalogue.identityOfSpire, at, { workload: workload.name, template }) }]
  })
}

function templatesOf(annotation = ''): string[] {
  return annotation.split(',').map((name) => name.trim())
}

/** `spire`, `spire-agent`, `spireGw`, `SPIFFE_socket`; not `inspired`. */
export function isOfSpire(template: string): boolean {
  return /(?:^|[^A-Za-z])(?:spire|spiffe|SPIRE|SPIFFE|Spire|Spiffe)(?![a-z])|[a-z](?:Spire|Spiffe)(?![a-z])/.test(template)
}
