import type { Mesh } from '../../model/mesh.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { enforcementAt, enforcementNeeds } from '../../resolve/attach/enforcement.ts'
import { remappedNeeds, remappedPort } from '../../resolve/attach/ingress-listener.ts'
import type { InboundTraffic } from './arrival.ts'
import { atSidecar } from './destination-sidecar.ts'
import { atZtunnel } from './destination-ztunnel.ts'
import { pointDecision, type Seen } from './point-decision.ts'

/** The pod's own enforcement: its sidecar, its ztunnel, or none. */
export function decideAtPod(mesh: Mesh, workload: Workload, inbound: InboundTraffic): PointDecision {
  const { port, arrival } = inbound
  const seen: Seen = { point: 'no enforcement', at: `${workload.namespace}/${workload.name}`, identity: arrival.identity, port }
  switch (enforcementAt(mesh, workload, port, arrival)) {
    case 'unknown': {
      const because = [workload.place]
      const needs = enforcementNeeds(workload)
      const what = workload.dataPlane === 'unknown' ? 'whether the pod is in the mesh' : 'on which ports its sidecar listens'
      return pointDecision(seen, { allowed: 'unknown', reason: `the input does not say ${what}`, because, needs })
    }
    case 'none':
      return pointDecision(seen, { allowed: true, reason: 'nothing of the mesh guards the port', because: [] })
    case 'sidecar': {
      const decided = atSidecar(mesh, workload, inbound)
      const listener = remappedPort(mesh, workload, port)
      if (listener === undefined || decided.verdict === 'denied') return decided
      const needs = remappedNeeds(workload, listener)
      return { ...decided, verdict: 'undetermined', reason: 'a Sidecar leads the port elsewhere', because: [listener.place], needs }
    }
    case 'ztunnel':
      return atZtunnel(mesh, workload, port, arrival)
  }
}
