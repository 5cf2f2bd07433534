import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import type { ExternalHost } from '../../../../src/model/service.ts'
import type { Plan } from '../../plan/plan.ts'

/** ServiceEntries stay; what ambient mode reads differently in them is said. */
export function emitExternalHosts(plan: Plan): Emission {
  if (plan.movingNamespaces.length === 0) return { changes: [], diagnostics: [] }
  const { mesh } = plan
  const diagnostics = mesh.externalHosts.flatMap((external): Diagnostic[] => [
    ...(external.exportTo === undefined || external.exportTo.includes('*')
      ? []
      : [diagnose(catalogue.externalVisibleToAll, external.place.field('spec').field('exportTo'), {})]),
    ...unreachable(external, plan).map((what) =>
      diagnose(catalogue.externalNotReachable, external.place.field('spec').field('hosts'), { what }),
    ),
  ])
  return { changes: [], diagnostics }
}

function unreachable(external: ExternalHost, plan: Plan): string[] {
  const { istio } = plan.options.versions
  const wildcard = external.hosts.find((host) => host.startsWith('*'))
  const dynamic = external.resolution === 'dynamic-dns'
  const cidr = external.addresses.find((address) => address.includes('/'))
  const named = external.resolution === 'dns' || external.resolution === 'dns-round-robin'
  const noAddress = external.labels['networking.istio.io/enable-autoallocate-ip'] === 'false' && external.addresses.length === 0
  return [
    ...(wildcard === undefined || dynamic ? [] : [`the wildcard host \`${wildcard}\` has no address`]),
    ...(dynamic && plan.waypointOf(external) === undefined ? ['`DYNAMIC_DNS` needs a waypoint that the ServiceEntry is bound to'] : []),
    ...(cidr === undefined || atLeast(istio, '1.30') ? [] : [`the address range \`${cidr}\` is read since Istio 1.30 only`]),
    ...(external.resolution !== 'none' || atLeast(istio, '1.28') ? [] : ['resolution `NONE` passes through since Istio 1.28 only']),
    ...(named && noAddress ? ['its label forbids the address that would be allocated for it'] : []),
  ]
}
