import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { atLeast } from '../../../../../src/model/dialect.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { boundServices, holdPodsOf } from '../pods/pods.ts'

/** Services that would have to be bound to a waypoint by a control plane that does not know how. */
export function versionHoldBacks(migration: Migration): HoldBack[] {
  const version = migration.options.versions.istio
  if (atLeast(version, '1.22')) return []
  return boundServices(migration).flatMap((service) => {
    const [need] = migration.needsOf(service)
    if (need === undefined) return []
    return holdPodsOf(migration, service, diagnose(catalogue.waypointTooNew, need.cause, { service: service.name, version, why: need.why }))
  })
}
