import { isCapturedByZtunnel } from '../../../model/data-plane.ts'
import type { Workload } from '../../../model/workload.ts'
import { namedByServices } from '../../../resolve/routes/naming.ts'
import { headlessServices, podEgressFor } from '../../../resolve/routes/sidecar-scope.ts'
import { servicesSelecting } from '../../../resolve/services.ts'
import { boundWaypoint } from '../../../resolve/waypoints.ts'
import { leavesToWaypoint } from '../cilium/cilium-leg.ts'
import { plaintext, type TlsGroup, tlsGroups, withoutRules } from '../client.ts'
import { allOf } from '../condition.ts'
import { type DecisionTree, guarded, writtenTo } from '../decision-tree.ts'
import { type WaypointTraffic, waypointAllows, waypointWrites } from '../points/waypoint.ts'
import { byNamespace, clustered, doubtIn, leaving } from './by-namespace.ts'
import { arrivalAt } from './forward.ts'
import type { Asked } from './walk.ts'

/** Pod addresses have no routes; a waypoint for workloads may be on the way of clients that ztunnel captures. */
export function toPod(asked: Asked, pod: Workload, port: number): DecisionTree {
  const { mesh, proxy, protocol } = asked
  const takesWaypoint = { ztunnel: isCapturedByZtunnel(pod.dataPlane), sidecar: false, gateway: false, none: false }[proxy]
  const waypoint = takesWaypoint ? boundWaypoint(mesh, pod, 'workload') : undefined
  const sent = (groups?: readonly TlsGroup[]): DecisionTree => ({
    kind: 'sent',
    settings: [],
    arrivals: [arrivalAt(asked, { pod, port }, { share: 1, mutations: [], waypoint, groups })],
  })
  if (proxy === 'sidecar') {
    // Sidecars have a cluster for pods of headless Services only.
    const [headless] = headlessServices(mesh, pod, port)
    const named = namedByServices(mesh, servicesSelecting(mesh, pod))
    return byNamespace(asked, named, (namespace) => {
      const egress = podEgressFor(mesh, { namespace, labels: asked.labels }, pod, port)
      const { allowed, known, each } = egress
      const through = (): DecisionTree => sent(headless === undefined ? plaintext : tlsGroups(asked, headless, port))
      return {
        key: `${doubtIn(egress)} ${known}`,
        tree: () => {
          const past = (): DecisionTree => sent(asked.identified === true ? withoutRules : plaintext)
          return leaving(allowed, () => clustered(known, through, past, each), each)
        },
      }
    })
  }
  const tree = sent()
  if (waypoint === undefined) return tree
  const own = { port, protocol: 'auto' } as const
  const traffic: WaypointTraffic = { mesh, waypoint, target: undefined, port: own, protocol }
  const written = writtenTo(tree, waypointWrites(traffic))
  return guarded(allOf([leavesToWaypoint(asked, waypoint), waypointAllows(traffic)]), written)
}
