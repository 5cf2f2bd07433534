import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { aroundSidecar, mayGoAround, outboundAnnotations } from '../../../../src/model/decide/points/around-sidecar.ts'
import { intercepts } from '../../../../src/model/decide/points/enforcement.ts'
import { containerPort } from '../../../../src/model/decide/topology.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import type { HoldBack, Plan } from '../plan.ts'
import { podsBehind } from '../pods.ts'
import { effectiveModes } from '../policy/mtls.ts'
import { atomsOfPolicy } from '../policy/terms.ts'

/**
 * Clients whose connections to a Service bypass their sidecar, or may, are nobody there, and somebody once ztunnel carries them: they stay where
 * that counts.
 */
export function aroundSidecarHoldBacks(plan: Plan): HoldBack[] {
  const clients = plan.mesh.workloads.filter((workload) => plan.workloadMoves(workload) && mayGoAround(workload))
  return clients.flatMap((workload): HoldBack[] => {
    const service = plan.mesh.services.find((candidate) => reachedAround(plan, workload, candidate) && identityCounts(plan, candidate))
    if (service === undefined) return []
    const annotation = outboundAnnotations(workload)[0] ?? 'sidecar.istio.io/interceptionMode'
    const place = workload.templatePlace.field('annotations').field(annotation)
    return [
      {
        subject: { workload },
        cause: diagnose(catalogue.goesRoundSidecar, place, { workload: workload.name, service: service.name, annotation }),
      },
    ]
  })
}

function reachedAround(plan: Plan, workload: Workload, service: Service): boolean {
  const { namespace, name } = service
  const pods = plan.workloadsOf(service)
  // Without interception nobody can tell of any connection; those to the pod's own Service are no reason to stay.
  if (!intercepts(workload) && pods.includes(workload)) return false
  const numbers = service.ports.flatMap((port) => [port.port, ...pods.map((pod) => containerPort(port, pod))])
  return numbers.some((port) => port !== undefined && aroundSidecar(workload, { kind: 'service', namespace, name, port }) !== false)
}

function identityCounts(plan: Plan, service: Service): boolean {
  if (plan.waypointOf(service) !== undefined) return true
  const modes = effectiveModes(plan.mesh, podsBehind(service))
  return (
    modes.base === 'strict' ||
    [...modes.ports.values()].includes('strict') ||
    plan.policiesOf(service).authorization.some((policy) => !policy.dryRun && atomsOfPolicy(policy).some(({ kind }) => kind === 'identity'))
  )
}
