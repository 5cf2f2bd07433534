import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'
import { mayBeHttp } from '../../routes/write.ts'

/** A retry policy that the mesh configuration sets for all sidecars: where a Service gets no waypoint, nothing retries. One finding for the mesh. */
export function emitDefaultRetries({ mesh, moves, waypointOf }: Migration): Emission {
  const { places, unmodelled, defaultRetryAttempts } = mesh.settings
  const place = places.defaultRetryAttempts ?? unmodelled.find(({ path }) => path.includes('defaultHttpRetryPolicy'))
  if (place === undefined || defaultRetryAttempts === 0) return { changes: [], diagnostics: [] }
  const services = mesh.services.filter(
    (service) => moves(service.namespace) && waypointOf(service) === undefined && service.ports.some(mayBeHttp),
  )
  const [first] = services
  if (first === undefined) return { changes: [], diagnostics: [] }
  const params = { service: objectText(first.place.object), count: services.length }
  return { changes: [], diagnostics: [diagnose(catalogue.defaultRetriesLost, place, params)] }
}
