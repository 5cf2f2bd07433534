import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { containerPort } from '../../../../src/resolve/services.ts'
import type { Migration } from '../../migration/migration.ts'
import { podsOf } from '../../migration/pods.ts'
import { effectiveModes } from '../../migration/policy/mtls.ts'

/** Ports that an annotation keeps from the sidecar, and that ztunnel would refuse plaintext on: a webhook that the API server calls, for example. */
export function excludedUnderStrict(migration: Migration, workload: Workload, annotation: string, at: Place): Diagnostic[] {
  const { base, ports } = effectiveModes(migration.mesh, podsOf(workload))
  return excludedPorts(migration, workload, annotation)
    .filter((port) => (ports.get(port) ?? base) === 'strict')
    .map((port) => diagnose(catalogue.excludedPortUnderStrict, at, { port, workload: workload.name }))
}

/** The ports that the annotation names, or, of those that Services of the pods lead to, the ones that it does not include. */
function excludedPorts(migration: Migration, workload: Workload, annotation: string): number[] {
  const named = (workload.annotations[annotation] ?? '').split(',').map((port) => Number(port.trim()))
  if (annotation === 'traffic.sidecar.istio.io/excludeInboundPorts') return named.filter((port) => port > 0)
  if (annotation !== 'traffic.sidecar.istio.io/includeInboundPorts' || workload.annotations[annotation] === '*') return []
  const called = migration.servicesOf(workload).flatMap(({ ports }) => ports.flatMap((port) => containerPort(port, workload) ?? []))
  return [...new Set(called)].filter((port) => !named.includes(port)).sort((a, b) => a - b)
}
