import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { meshBypasses, outboundBypasses } from '../../../../src/model/capture.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { aroundSidecar, mayGoAround } from '../../../../src/resolve/attach/around-sidecar.ts'
import { intercepts } from '../../../../src/resolve/attach/enforcement.ts'
import { containerPort } from '../../../../src/resolve/services.ts'
import type { HoldBack, Migration } from '../migration.ts'
import { podsBehind } from '../pods.ts'
import { effectiveModes } from '../policy/mtls.ts'
import { atomsOfPolicy } from '../policy/terms.ts'

/**
 * Clients whose connections to a Service bypass their sidecar, or may, have no identity there, and have one once ztunnel carries them: they
 * stay where that counts. Where the mesh says so for all pods, it says so for those that the input does not have, too, and namespaces stay.
 */
export function aroundSidecarHoldBacks(plan: Migration): HoldBack[] {
  const namespaces = namespaceHoldBacks(plan)
  const held = new Set(namespaces.map(({ subject }) => (typeof subject === 'object' && 'namespace' in subject ? subject.namespace : '')))
  const clients = plan.mesh.workloads.filter(
    (workload) => plan.workloadMoves(workload) && !held.has(workload.namespace) && mayGoAround(workload),
  )
  const workloads = clients.flatMap((workload): HoldBack[] => {
    const service = plan.mesh.services.find((candidate) => reachedAround(plan, workload, candidate) && identityCounts(plan, candidate))
    const [cause] = outboundBypasses(workload)
    if (service === undefined || cause === undefined) return []
    const params = { workload: workload.name, service: service.name, setting: cause.what }
    return [{ subject: { workload }, cause: diagnose(catalogue.bypassesSidecar, cause.place, params) }]
  })
  return [...namespaces, ...workloads]
}

/** Pods without annotations of their own, in each namespace that is injected. */
function namespaceHoldBacks(plan: Migration): HoldBack[] {
  const pods = { dataPlane: 'sidecar', gateway: false, annotations: {}, captureDefaults: plan.mesh.settings.capture } as const
  const [setting] = meshBypasses(plan.mesh.settings.capture)
  if (setting === undefined) return []
  const service = plan.mesh.services.find(
    (candidate) => portsOf(plan, candidate).some((port) => aroundSidecar(pods, { port }) !== false) && identityCounts(plan, candidate),
  )
  if (service === undefined) return []
  return plan.movingNamespaces.map((namespace) => ({
    subject: { namespace },
    cause: diagnose(catalogue.meshBypassesSidecars, setting.place, { namespace, service: service.name, setting: setting.what }),
  }))
}

function reachedAround(plan: Migration, workload: Workload, service: Service): boolean {
  // Without interception nothing shows it of any connection; those to the pod's own Service are no reason to stay.
  if (!intercepts(workload) && plan.workloadsOf(service).includes(workload)) return false
  return portsOf(plan, service).some((port) => aroundSidecar(workload, { port }) !== false)
}

function portsOf(plan: Migration, service: Service): readonly number[] {
  const pods = plan.workloadsOf(service)
  return service.ports.flatMap((port) => [port.port, ...pods.flatMap((pod) => containerPort(port, pod) ?? [])])
}

function identityCounts(plan: Migration, service: Service): boolean {
  if (plan.waypointOf(service) !== undefined) return true
  const modes = effectiveModes(plan.mesh, podsBehind(service))
  return (
    modes.base === 'strict' ||
    [...modes.ports.values()].includes('strict') ||
    plan.policiesOf(service).authorization.some((policy) => !policy.dryRun && atomsOfPolicy(policy).some(({ kind }) => kind === 'identity'))
  )
}
