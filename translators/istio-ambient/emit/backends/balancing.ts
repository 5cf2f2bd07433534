import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'

/** Services whose many requests on one connection nothing balances any more; one finding for each namespace. */
export function emitBalancing(migration: Migration): Emission {
  const diagnostics = migration.movingNamespaces.flatMap((namespace) => {
    const services = migration
      .servicesIn(namespace)
      .filter(
        (service) =>
          !service.headless &&
          migration.waypointOf(service) === undefined &&
          service.ports.some(({ protocol }) => protocol === 'grpc' || protocol === 'http2'),
      )
    const [first] = services
    if (first === undefined) return []
    return [diagnose(catalogue.balancedByConnection, first.place, { service: objectText(first.place.object), count: services.length })]
  })
  return { changes: [], diagnostics }
}
