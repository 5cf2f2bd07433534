import { compareText } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Change } from '../../../../src/model/change.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Labels } from '../../../../src/model/workload.ts'
import { boundServices } from '../../migration/hold-back/pods/pods.ts'
import type { Migration, WaypointRef } from '../../migration/migration.ts'
import { authorizationPolicyObject, type ObjectNames } from './object-names.ts'
import { writeRule } from './written-rule.ts'
import { waypointAtom } from './ztunnel-rules.ts'

/** Lets waypoints reach the pods behind them wherever some allow policy would shut them out: they decide with the client's identity. */
export function allowWaypoints(migration: Migration, names: ObjectNames): Change[] {
  const changes: Change[] = []
  const done = new Set<string>()
  for (const service of boundServices(migration)) {
    const waypoint = migration.waypointOf(service)
    const allow = migration.policiesOf(service).authorization.find((policy) => policy.effect === 'allow' && !policy.dryRun)
    if (waypoint === undefined || allow === undefined || service.selector === undefined) continue
    // Services over the same pods share one policy.
    const key = JSON.stringify([service.namespace, Object.entries(service.selector).sort(byKey), waypoint.principal])
    if (done.has(key)) continue
    done.add(key)
    changes.push(allowWaypoint(migration, { service, selector: service.selector, waypoint, allow }, names))
  }
  return changes
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return compareText(a, b)
}

interface ClosedService {
  readonly service: Service
  readonly selector: Labels
  readonly waypoint: WaypointRef
  /** A policy that closes its pods to the waypoint. */
  readonly allow: AuthorizationPolicy
}

function allowWaypoint(migration: Migration, { service, selector, waypoint, allow }: ClosedService, names: ObjectNames): Change {
  const byAccount = atLeast(migration.options.versions.istio, '1.25')
  const rule = writeRule([
    { about: 'source', alternatives: [[{ negated: false, atoms: [waypointAtom(waypoint, byAccount, allow.place)] }]] },
  ])
  const spec = { selector: { matchLabels: selector }, rules: [rule] }
  const object = authorizationPolicyObject(service.namespace, names.claim(service.namespace, service.name, 'allow-waypoint'), spec)
  return { kind: 'add', object, causes: [allow.place, service.place], why: 'what the waypoint lets through may reach the pods' }
}
