import type { Change } from '../../../../src/model/change.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import type { Service } from '../../../../src/model/service.ts'
import { boundServices } from '../../plan/hold-back/pods.ts'
import type { Plan } from '../../plan/plan.ts'
import { writeRule } from '../../plan/policy/written.ts'
import { authorizationPolicy, type ObjectNames } from './object-names.ts'
import { waypointIdentity } from './ztunnel-rules.ts'

/** Lets waypoints reach the pods behind them wherever some allow policy would shut them out: they decide with the client's identity. */
export function allowWaypoints(plan: Plan, names: ObjectNames): Change[] {
  return boundServices(plan).flatMap((service) => allowWaypoint(plan, service, names))
}

function allowWaypoint(plan: Plan, service: Service, names: ObjectNames): Change[] {
  const waypoint = plan.waypointOf(service)
  const allow = plan.policiesOf(service).authorization.find((policy) => policy.effect === 'allow' && !policy.dryRun)
  if (waypoint === undefined || allow === undefined || service.selector === undefined) return []
  const byAccount = atLeast(plan.options.versions.istio, '1.25')
  const rule = writeRule([{ about: 'source', alternatives: [[{ negated: false, atoms: [waypointIdentity(waypoint, byAccount)] }]] }])
  const spec = { selector: { matchLabels: service.selector }, rules: [rule] }
  const object = authorizationPolicy(service.namespace, names.claim(service.namespace, service.name, 'allow-waypoint'), spec)
  return [{ kind: 'add', object, causes: [allow.place, service.place], why: 'what the waypoint lets through may reach the pods' }]
}
