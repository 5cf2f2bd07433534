import type { Target } from '../../src/model/dialect.ts'
import { routingCapabilities } from './capabilities/routing.ts'
import { emitAccess } from './emit/authorization/index.ts'
import { trafficEmitters } from './emit/traffic.ts'
import { emitWaypoints } from './emit/waypoint/index.ts'
import { trafficFates } from './fates/traffic.ts'
import { makePlan } from './plan/make-plan.ts'

const emitters = [emitWaypoints, emitAccess, ...trafficEmitters]

/** Istio ambient: ztunnel, waypoints and Gateway API routes. */
export const ambient: Target = {
  name: 'ambient',
  fates: trafficFates,
  capabilities: routingCapabilities,
  emit(mesh, options) {
    const plan = makePlan(mesh, options)
    const emissions = emitters.map((emit) => emit(plan))
    return {
      changes: emissions.flatMap(({ changes }) => changes),
      diagnostics: [...plan.holdBacks.map(({ cause }) => cause), ...emissions.flatMap(({ diagnostics }) => diagnostics)],
    }
  },
}
