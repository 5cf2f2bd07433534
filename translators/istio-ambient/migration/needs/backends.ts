import { objectText } from '../../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../../src/model/dialect.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { backendFindings } from '../backends/findings.ts'
import type { Need } from '../migration.ts'

/** Hosts whose connections are made in a way of their own: load balancing, pools, outlier detection, TLS origination. */
export function backendNeeds(mesh: Mesh, options: EmitOptions): Need[] {
  return mesh.backendPolicies.flatMap((rule) => {
    const { targets, settings } = backendFindings(rule, mesh, options)
    const [cause] = settings
    if (cause === undefined) return []
    return targets.map((target) => ({ target, cause, why: `the settings of ${objectText(rule.place.object)}`, decidesAccess: false }))
  })
}
