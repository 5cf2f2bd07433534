import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { resolveHost } from '../../../../../src/model/mesh.ts'
import { needsHttp } from '../../../../../src/model/predicate.ts'
import type { RouteTable } from '../../../../../src/model/route.ts'
import type { Service } from '../../../../../src/model/service.ts'
import { containerPort } from '../../../../../src/resolve/services.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { isOpaque, portTable } from '../../policy/service-ports.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'
import { boundServices, holdPodsOf, rehomed } from '../pods/pods.ts'

/** Port conditions that cannot be renumbered, and Services that disagree about what a port speaks. */
export function portHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  const tablesByHost = meshTables(migration)
  for (const service of boundServices(migration)) {
    const table = portTable(service, migration.workloadsOf(service))
    for (const policy of migration.policiesOf(service).authorization.filter(rehomed)) {
      const atoms = atomsOfPolicy(policy)
      const port = atoms.find((atom) => atom.kind === 'destination-port')
      const unresolved = table.unresolved[0]
      if (port !== undefined && unresolved !== undefined) {
        const params = { policy: policy.name, service: service.name, target: String(unresolved.targetPort) }
        holds.push(...holdPodsOf(migration, service, diagnose(catalogue.portUnresolved, port.place, params)))
      }
      if (port !== undefined && routedElsewhere(migration, tablesByHost, service)) {
        holds.push(
          ...holdPodsOf(migration, service, diagnose(catalogue.portsRouted, port.place, { policy: policy.name, service: service.name })),
        )
      }
      const http = atoms.find(needsHttp)
      const rival = http === undefined ? undefined : protocolRival(migration, service)
      if (http !== undefined && rival !== undefined) {
        const params = { policy: policy.name, service: service.name, other: rival.service.name, port: rival.port }
        holds.push(...holdPodsOf(migration, service, diagnose(catalogue.protocolsDisagree, http.place, params)))
      }
    }
  }
  return holds
}

function protocolRival(migration: Migration, service: Service): { readonly service: Service; readonly port: number } | undefined {
  for (const workload of migration.workloadsOf(service)) {
    for (const other of migration.servicesOf(workload)) {
      if (other === service) continue
      for (const port of service.ports) {
        const number = containerPort(port, workload)
        const same = other.ports.find((candidate) => number !== undefined && containerPort(candidate, workload) === number)
        if (number !== undefined && same !== undefined && isOpaque(same) !== isOpaque(port)) return { service: other, port: number }
      }
    }
  }
  return undefined
}

/** Route tables that clients in the mesh follow, by full host name; tables with a wildcard under `*`. */
function meshTables(migration: Migration): ReadonlyMap<string, ReadonlySet<RouteTable>> {
  const index = new Map<string, Set<RouteTable>>()
  for (const table of migration.mesh.routes) {
    if (!table.bindings.some((binding) => binding.to !== 'gateway')) continue
    for (const { host } of table.hosts) {
      const key = host.includes('*') ? '*' : resolveHost(host, table.namespace, migration.mesh.settings.clusterDomain)
      const known = index.get(key)
      if (known === undefined) index.set(key, new Set([table]))
      else known.add(table)
    }
    for (const binding of table.bindings) {
      if (binding.to !== 'service') continue
      const key = resolveHost(binding.target.name, binding.namespace, migration.mesh.settings.clusterDomain)
      index.set(key, new Set([...(index.get(key) ?? []), table]))
    }
  }
  return index
}

/** True when a mesh route sends what is addressed to the Service to another Service or to another port. */
function routedElsewhere(migration: Migration, tables: ReadonlyMap<string, ReadonlySet<RouteTable>>, service: Service): boolean {
  const domain = migration.mesh.settings.clusterDomain
  for (const table of [...(tables.get(service.host) ?? []), ...(tables.get('*') ?? [])]) {
    const backends = [
      ...table.http.flatMap((rule) => rule.action.backends),
      ...table.tls.flatMap((rule) => rule.backends),
      ...table.tcp.flatMap((rule) => rule.backends),
    ]
    const single = service.ports.length === 1 ? service.ports[0]?.port : undefined
    for (const backend of backends) {
      if (resolveHost(backend.host, table.namespace, domain) !== service.host) return true
      if (backend.port !== undefined && backend.port !== single) return true
    }
  }
  return false
}
