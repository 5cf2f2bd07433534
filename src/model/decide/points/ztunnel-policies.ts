import { policiesOf } from '../../attachment.ts'
import type { AuthorizationPolicy } from '../../authorization.ts'
import type { Waypoint } from '../../gateway.ts'
import type { Mesh } from '../../mesh.ts'
import type { Workload } from '../../workload.ts'
import { boundWaypoint, servicesSelecting } from '../topology.ts'
import { waypointIdentity } from './waypoint-identity.ts'

/** The policies of a point, apart from those of which nobody knows whether they reach it. */
export interface KnownPolicies {
  readonly certain: readonly AuthorizationPolicy[]
  readonly maybe: readonly AuthorizationPolicy[]
}

/**
 * What istiod hands to ztunnel for a workload. A policy with `selector: {}` is attached to nobody; whether one with empty labels is depends
 * on how the map is unmarshalled. AUDIT, CUSTOM and dry-run policies and those with targets decide nothing there
 * (istio:pilot/pkg/serviceregistry/ambient/authorization.go, workloads.go buildWorkloadPolicies).
 */
export function policiesAtZtunnel(mesh: Mesh, workload: Workload): KnownPolicies {
  const sent = policiesOf(mesh, workload).authorization.filter(({ effect, dryRun }) => !dryRun && (effect === 'allow' || effect === 'deny'))
  const emptySelector = ({ attachment }: AuthorizationPolicy) => ('emptySelector' in attachment ? attachment.emptySelector : undefined)
  return {
    certain: [...sent.filter((policy) => emptySelector(policy) === undefined), ...waypointPolicies(mesh, workload)],
    maybe: sent.filter((policy) => emptySelector(policy) === 'empty-labels'),
  }
}

/**
 * With `PILOT_AUTO_ALLOW_WAYPOINT_POLICY` each workload allows its own waypoint and those of its Services, and so nobody else without a
 * policy of their own (istio:pilot/pkg/serviceregistry/ambient/policies.go implicitWaypointPolicy).
 */
function waypointPolicies(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  if (mesh.settings.flags.PILOT_AUTO_ALLOW_WAYPOINT_POLICY !== 'true') return []
  const own = boundWaypoint(mesh, workload, 'workload')
  const services = servicesSelecting(mesh, workload)
  const waypoints = new Set([own, ...services.map((service) => boundWaypoint(mesh, service, 'service'))])
  return [...waypoints].flatMap((waypoint) => (waypoint === undefined ? [] : [allowing(mesh, waypoint)]))
}

function allowing(mesh: Mesh, waypoint: Waypoint): AuthorizationPolicy {
  const { namespace, name, place } = waypoint
  const match = { by: 'principal', match: { op: 'exact', value: waypointIdentity(mesh, waypoint) } } as const
  return {
    name: `istio_allow_waypoint_${namespace}_${name}`,
    namespace,
    effect: 'allow',
    dryRun: false,
    attachment: { scope: 'namespace', namespace },
    rules: [{ clauses: [{ about: 'source', alternatives: [{ kind: 'identity', match, place }], place }], place }],
    labels: {},
    annotations: {},
    place,
  }
}
