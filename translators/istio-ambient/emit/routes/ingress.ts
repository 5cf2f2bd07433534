import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import { resolveHost } from '../../../../src/model/mesh.ts'
import type { Plan } from '../../plan/plan.ts'
import type { RouteDecision } from '../../routes/decide.ts'

/**
 * What changes for routes of ingress gateways, which go on as they are: where access is decided at the waypoint, ingress requests are
 * sent through it, so the choice of a subset is lost and the routes for the mesh are met again.
 */
export function ingressFindings(plan: Plan, decisions: readonly RouteDecision[]): Diagnostic[] {
  const { mesh } = plan
  return mesh.routes.flatMap((table) => {
    if (table.order !== 'first-match' || !table.bindings.some(({ to }) => to === 'gateway')) return []
    const reached = table.http.flatMap(({ action }) =>
      action.backends.flatMap((backend) => {
        const host = resolveHost(backend.host, table.namespace, mesh.settings.clusterDomain)
        const service = mesh.services.find((candidate) => candidate.host === host)
        const passes =
          service !== undefined && plan.waypointOf(service) !== undefined && plan.needsOf(service).some((need) => need.decidesAccess)
        return passes ? [{ backend, service }] : []
      }),
    )
    const subsets = reached.flatMap(({ backend, service }) =>
      backend.subset === undefined
        ? []
        : [diagnose(catalogue.ingressSubsetLost, backend.place, { subset: backend.subset, service: objectText(service.place.object) })],
    )
    // Routes that are refused stay where they are, and a waypoint follows them too.
    const again = decisions.some(({ services }) => reached.some(({ service }) => services.includes(service)))
    return again ? [...subsets, diagnose(catalogue.ingressRoutedTwice, table.place, { table: objectText(table.place.object) })] : subsets
  })
}
