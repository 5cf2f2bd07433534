import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { atLeast } from '../../../src/model/dialect.ts'
import type { ExternalHost } from '../../../src/model/service.ts'
import type { Migration } from './migration.ts'

/** Whether ztunnel finds a ServiceEntry, and what it means where it does not. */
export function reachFindings(external: ExternalHost, migration: Migration): Diagnostic[] {
  const at = external.place.field('spec').field('hosts')
  const wildcard = external.hosts.find((host) => host.startsWith('*'))
  const lost = unreachable(external, migration).map((what) => diagnose(catalogue.externalNotReachable, at, { what }))
  const passed =
    wildcard !== undefined && passesThrough(external) ? [diagnose(catalogue.externalPassedThrough, at, { host: wildcard })] : []
  return [...lost, ...passed]
}

function unreachable(external: ExternalHost, migration: Migration): string[] {
  const { istio } = migration.options.versions
  const wildcard = external.hosts.find((host) => host.startsWith('*'))
  const dynamic = external.resolution === 'dynamic-dns'
  const cidr = external.addresses.find((address) => address.includes('/'))
  const named = external.resolution === 'dns' || external.resolution === 'dns-round-robin'
  const noAddress = external.labels['networking.istio.io/enable-autoallocate-ip'] === 'false' && external.addresses.length === 0
  return [
    ...(wildcard === undefined || dynamic || passesThrough(external) ? [] : [`the wildcard host \`${wildcard}\` has no address`]),
    ...(dynamic && migration.waypointOf(external) === undefined
      ? ['`DYNAMIC_DNS` needs a waypoint that the ServiceEntry is bound to']
      : []),
    ...(cidr === undefined || atLeast(istio, '1.30') ? [] : [`the address range \`${cidr}\` is read since Istio 1.30 only`]),
    ...(external.resolution !== 'none' || atLeast(istio, '1.28') || passesThrough(external)
      ? []
      : ['resolution `NONE` passes through since Istio 1.28 only']),
    ...(named && noAddress ? ['its label forbids the address that would be allocated for it'] : []),
  ]
}

/**
 * True for entries that only let sidecars pass connections on to the address which the client resolved: ztunnel does so with every address
 * that it does not know (ztunnel:src/proxy/outbound.rs).
 */
function passesThrough({ hosts, resolution, location, addresses, ports }: ExternalHost): boolean {
  const samePorts = ports.every(({ port, targetPort }) => targetPort === undefined || targetPort === port)
  return (
    resolution === 'none' && location === 'external' && addresses.length === 0 && samePorts && hosts.every((host) => host.startsWith('*'))
  )
}
