import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { guardOf } from './policies.ts'

/** Copies that a waypoint sends come as the waypoint, which the policies of the pods that get them can see. */
export function mirrorsFromWaypoint(table: RouteTable, services: readonly Service[], mesh: Mesh): Diagnostic[] {
  const guarded = services.find((service) => {
    const guard = guardOf(service, mesh)
    return guard === undefined || guard.policies.length > 0
  })
  if (guarded === undefined) return []
  return table.http.flatMap(({ action }) =>
    action.mirrors
      .filter(({ percent }) => percent > 0)
      .map(({ host, place }) => diagnose(catalogue.mirrorFromWaypoint, place, { host, service: objectText(guarded.place.object) })),
  )
}
