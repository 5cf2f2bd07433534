import type { AuthorizationPolicy } from '../../model/authorization.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { policiesOf } from '../attachment.ts'
import { perMesh } from '../host-index.ts'
import { servicesSelecting } from '../services.ts'
import { boundWaypoint } from '../waypoints.ts'
import { waypointIdentity } from './waypoint-identity.ts'

/**
 * What istiod hands to ztunnel for a workload. A policy with `selector: {}` is attached to no pod, one with `matchLabels: {}` to every pod:
 * the map that is read of it is empty and there (measured: client-go's decoding and the label test of istiod, commit eed52ebb). AUDIT, CUSTOM and dry-run policies and those with targets decide nothing there
 * (istio:pilot/pkg/serviceregistry/ambient/authorization.go, workloads.go buildWorkloadPolicies).
 */
export function policiesAtZtunnel(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  const known = handedOver(mesh)
  const policies = known.get(workload) ?? policiesFor(mesh, workload)
  known.set(workload, policies)
  return policies
}

/** Worked out once for each workload. */
const handedOver = perMesh(() => new WeakMap<Workload, readonly AuthorizationPolicy[]>())

function policiesFor(mesh: Mesh, workload: Workload): readonly AuthorizationPolicy[] {
  const sent = policiesOf(mesh, workload).authorization.filter(({ effect, dryRun }) => !dryRun && (effect === 'allow' || effect === 'deny'))
  const isNobodys = ({ attachment }: AuthorizationPolicy) => 'emptySelector' in attachment && attachment.emptySelector === 'without-labels'
  return [...sent.filter((policy) => !isNobodys(policy)), ...waypointPolicies(mesh, workload)]
}

/**
 * With `PILOT_AUTO_ALLOW_WAYPOINT_POLICY` each workload allows its own waypoint and those of its Services, and so no other client without a
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
