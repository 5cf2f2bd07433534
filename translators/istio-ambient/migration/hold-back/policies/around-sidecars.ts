import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { meshBypasses, outboundBypasses } from '../../../../../src/model/capture.ts'
import type { Service } from '../../../../../src/model/service.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { aroundSidecar, mayGoAround } from '../../../../../src/resolve/attach/around-sidecar.ts'
import { intercepts } from '../../../../../src/resolve/attach/enforcement.ts'
import { containerPort } from '../../../../../src/resolve/services.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { podsBehind } from '../../pods.ts'
import { effectiveModes } from '../../policy/mtls.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'

/**
 * Clients whose connections to a Service bypass their sidecar, or may, have no identity there, and have one once ztunnel carries them: they
 * stay where that counts. Where the mesh says so for all pods, it says so for those that the input does not have, too, and namespaces stay.
 */
export function aroundSidecarHoldBacks(migration: Migration): HoldBack[] {
  const namespaces = namespaceHoldBacks(migration)
  const held = new Set(namespaces.map(({ subject }) => (typeof subject === 'object' && 'namespace' in subject ? subject.namespace : '')))
  const clients = migration.mesh.workloads.filter(
    (workload) => migration.workloadMoves(workload) && !held.has(workload.namespace) && mayGoAround(workload),
  )
  const workloads = clients.flatMap((workload): HoldBack[] => {
    const service = migration.mesh.services.find(
      (candidate) => reachedAround(migration, workload, candidate) && identityCounts(migration, candidate),
    )
    const [cause] = outboundBypasses(workload)
    if (service === undefined || cause === undefined) return []
    const params = { workload: workload.name, service: service.name, setting: cause.what }
    return [{ subject: { workload }, cause: diagnose(catalogue.bypassesSidecar, cause.place, params) }]
  })
  return [...namespaces, ...workloads]
}

/** Pods without annotations of their own, in each namespace that is injected. */
function namespaceHoldBacks(migration: Migration): HoldBack[] {
  const pods = { dataPlane: 'sidecar', gateway: false, annotations: {}, captureDefaults: migration.mesh.settings.capture } as const
  const [setting] = meshBypasses(migration.mesh.settings.capture)
  if (setting === undefined) return []
  const service = migration.mesh.services.find(
    (candidate) =>
      portsOf(migration, candidate).some((port) => aroundSidecar(pods, { port }) !== false) && identityCounts(migration, candidate),
  )
  if (service === undefined) return []
  return migration.movingNamespaces.map((namespace) => ({
    subject: { namespace },
    cause: diagnose(catalogue.meshBypassesSidecars, setting.place, { namespace, service: service.name, setting: setting.what }),
  }))
}

function reachedAround(migration: Migration, workload: Workload, service: Service): boolean {
  // Without interception nothing shows it of any connection; those to the pod's own Service are not a reason to stay.
  if (!intercepts(workload) && migration.workloadsOf(service).includes(workload)) return false
  return portsOf(migration, service).some((port) => aroundSidecar(workload, { port }) !== false)
}

function portsOf(migration: Migration, service: Service): readonly number[] {
  const pods = migration.workloadsOf(service)
  return service.ports.flatMap((port) => [port.port, ...pods.flatMap((pod) => containerPort(port, pod) ?? [])])
}

function identityCounts(migration: Migration, service: Service): boolean {
  if (migration.waypointOf(service) !== undefined) return true
  const modes = effectiveModes(migration.mesh, podsBehind(service))
  return (
    modes.base === 'strict' ||
    [...modes.ports.values()].includes('strict') ||
    migration
      .policiesOf(service)
      .authorization.some((policy) => !policy.dryRun && atomsOfPolicy(policy).some(({ kind }) => kind === 'identity'))
  )
}
