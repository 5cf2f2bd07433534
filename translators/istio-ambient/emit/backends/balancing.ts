import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../plan/migration.ts'

/** Services whose many requests on one connection nobody balances any more; one finding for each namespace. */
export function emitBalancing(plan: Migration): Emission {
  const diagnostics = plan.movingNamespaces.flatMap((namespace) => {
    const services = plan.mesh.services.filter(
      (service) =>
        service.namespace === namespace &&
        !service.headless &&
        plan.waypointOf(service) === undefined &&
        service.ports.some(({ protocol }) => protocol === 'grpc' || protocol === 'http2'),
    )
    const [first] = services
    if (first === undefined) return []
    return [diagnose(catalogue.balancedByConnection, first.place, { service: objectText(first.place.object), count: services.length })]
  })
  return { changes: [], diagnostics }
}
