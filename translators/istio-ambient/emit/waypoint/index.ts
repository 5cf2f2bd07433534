import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import { resolveHost } from '../../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../../src/resolve/host-index.ts'
import { routedServiceOfHost } from '../../../../src/resolve/hosts.ts'
import { gatewayObject } from '../../../gateway-api/write/gateway.ts'
import type { Migration, WaypointRef } from '../../migration/migration.ts'
import { labelPath, leftWaypoints } from './left-waypoints.ts'

/** The waypoints that are missing, and the labels that bind Services to them. */
export function emitWaypoints(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const made = new Set<string>()
  for (const target of migration.bound) {
    const waypoint = migration.waypointOf(target)
    if (waypoint === undefined) continue
    const key = `${waypoint.namespace}/${waypoint.name}`
    if (waypoint.isNew && !made.has(key)) {
      made.add(key)
      changes.push(gatewayFor(migration, waypoint))
    }
    const edits = bindingEdits(migration, target, waypoint)
    edits.push(...ingressEdits(migration, target, diagnostics))
    const needs = migration.needsOf(target)
    const causes = needs.map((need) => need.cause)
    if (edits.length > 0)
      changes.push({
        kind: 'edit',
        target: target.place.object,
        edits,
        causes,
        why: `it needs a waypoint because of ${needs[0]?.why ?? 'its policies'}`,
      })
  }
  const left = leftWaypoints(migration)
  return { changes: [...changes, ...left.changes], diagnostics: [...diagnostics, ...left.diagnostics] }
}

function gatewayFor(migration: Migration, waypoint: WaypointRef): Change {
  const causes = migration.servedBy(waypoint).flatMap((target) => migration.needsOf(target).map((need) => need.cause))
  const injection = migration.namespaceNamed(waypoint.namespace)?.injection
  const revision = injection?.label === 'istio.io/rev' ? { 'istio.io/rev': injection.value } : {}
  const object = gatewayObject({
    name: waypoint.name,
    namespace: waypoint.namespace,
    labels: { ...revision, 'istio.io/waypoint-for': 'service' },
    className: 'istio-waypoint',
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
  })
  const separateFile =
    waypoint.name === 'waypoint' ? `waypoint-${waypoint.namespace}.yaml` : `waypoint-${waypoint.namespace}-${waypoint.name}.yaml`
  return { kind: 'add', object, causes, why: 'its Services need HTTP rules, which only a waypoint enforces', separateFile }
}

function bindingEdits(migration: Migration, target: Service | ExternalHost, waypoint: WaypointRef): Edit[] {
  const inherited = migration.namespaceNamed(target.namespace)?.waypoint
  const binding = target.waypoint ?? inherited
  if (binding !== undefined && !binding.none && binding.name === waypoint.name && binding.namespace === waypoint.namespace) return []
  const edits: Edit[] = [{ op: 'set', path: labelPath(target, 'istio.io/use-waypoint'), value: waypoint.name }]
  if (target.labels['istio.io/use-waypoint-namespace'] !== undefined && waypoint.namespace === target.namespace) {
    edits.push({ op: 'delete', path: labelPath(target, 'istio.io/use-waypoint-namespace') })
  }
  // A canary of the waypoint that it had is none of the new one.
  const canary = target.canary?.binding
  if (canary !== undefined && !canary.none) edits.push({ op: 'delete', path: labelPath(target, 'istio.io/use-waypoint-canary') })
  return edits
}

/** Requests from ingress gateways pass the waypoint too where access is decided there: bypassing it they would be denied. */
function ingressEdits(migration: Migration, target: Service | ExternalHost, diagnostics: Diagnostic[]): Edit[] {
  if ('resolution' in target || !migration.needsOf(target).some((need) => need.decidesAccess)) return []
  if (!reachedByGateways(migration, target) || target.ingressUsesWaypoint === true) return []
  const inherited = migration.namespaceNamed(target.namespace)?.ingressUsesWaypoint
  if (target.ingressUsesWaypoint === undefined && inherited === true) return []
  const version = migration.options.versions.istio
  if (!atLeast(version, '1.24')) {
    diagnostics.push(diagnose(catalogue.ingressCutOff, target.place, { service: target.name, version }))
    return []
  }
  return [{ op: 'set', path: labelPath(target, 'istio.io/ingress-use-waypoint'), value: 'true' }]
}

/** Whether some route that gateways follow may send requests to the Service. */
function reachedByGateways(migration: Migration, service: Service): boolean {
  return gatewayDestinations(migration.mesh).find(service.host).length > 0
}

const gatewayDestinations = perMesh((mesh) => {
  const index = new HostIndex<true>()
  for (const table of mesh.routes) {
    if (!table.delegateOnly && !table.bindings.some((binding) => binding.to === 'gateway')) continue
    const http = table.http.flatMap((rule) => [...rule.action.backends, ...rule.action.mirrors])
    const destinations = [...http, ...[...table.tls, ...table.tcp].flatMap((rule) => rule.backends)]
    index.add(
      destinations.flatMap(({ host }) => {
        const name = resolveHost(host, table.namespace, mesh.settings.clusterDomain)
        return [name, routedServiceOfHost(mesh, name, table.namespace)?.host ?? name]
      }),
      true,
    )
  }
  return index
})
