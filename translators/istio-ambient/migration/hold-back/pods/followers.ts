import type { BackendPolicy } from '../../../../../src/model/backend.ts'
import { atomsOf } from '../../../../../src/model/predicate.ts'
import type { RouteTable } from '../../../../../src/model/route.ts'
import type { ExternalHost, Service } from '../../../../../src/model/service.ts'
import { servicesForHost } from '../../../../../src/resolve/hosts.ts'
import { seesTable, sidecarsFor } from '../../../../../src/resolve/routes/sidecar-scope.ts'
import { scopedHosts, visibleTo } from '../../../../../src/resolve/routes/table-hosts.ts'
import type { Migration } from '../../migration.ts'

/**
 * Moving namespaces whose sidecars follow a table: it is exported to them, a Sidecar of theirs lists it, and some rule is for their clients.
 * Who calls a host is in no manifest, so each of them counts as a client.
 */
export function followersOf({ mesh, movingNamespaces }: Migration, table: RouteTable): string[] {
  const hosts = scopedHosts(mesh, table)
  const named = namespacesNamed(table)
  return movingNamespaces.filter(
    (namespace) =>
      visibleTo(mesh, table, namespace) &&
      (named === undefined || named.has(namespace)) &&
      sidecarsFor(mesh, { namespace, labels: undefined }).some((sidecar) => seesTable(sidecar, namespace, table.namespace, hosts)),
  )
}

/** The namespaces whose clients have any of its rules: `sourceNamespace` in every match of every rule; undefined where one match is for all. */
function namespacesNamed({ http, tls, tcp }: RouteTable): ReadonlySet<string> | undefined {
  const names = new Set<string>()
  for (const { matches } of http) {
    if (matches.length === 0) return undefined
    for (const { predicate } of matches) {
      const own = [...atomsOf(predicate)].flatMap((atom) => (atom.kind === 'client-namespace' ? [atom.namespace] : []))
      if (own.length === 0) return undefined
      for (const name of own) names.add(name)
    }
  }
  for (const { matches } of [...tls, ...tcp]) {
    if (matches.length === 0) return undefined
    for (const { clientNamespace } of matches) {
      if (clientNamespace === undefined) return undefined
      names.add(clientNamespace)
    }
  }
  return names
}

/**
 * Moving namespaces whose sidecars follow a DestinationRule: its own, and, where it stands beside a host that it speaks of, in the root namespace
 * or speaks of a host that is not in the input, each that it is exported to (istio:pilot/pkg/model/push_context.go destinationRule).
 */
export function followersOfBackendPolicy({ mesh, movingNamespaces }: Migration, rule: BackendPolicy): string[] {
  const hosts: readonly (Service | ExternalHost)[] = servicesForHost(mesh, rule.host, rule.namespace)
  const forOthers =
    rule.namespace === mesh.settings.rootNamespace || hosts.length === 0 || hosts.some(({ namespace }) => namespace === rule.namespace)
  const exports = rule.exportTo ?? mesh.settings.defaultExportTo.backendPolicies
  return movingNamespaces.filter((namespace) => {
    if (!exports.some((entry) => entry === '*' || entry === namespace || (entry === '.' && namespace === rule.namespace))) return false
    return namespace === rule.namespace || forOthers
  })
}

/** Moving namespaces whose sidecars know a ServiceEntry. */
export function followersOfHost({ mesh, movingNamespaces }: Migration, external: ExternalHost): string[] {
  const exports = external.exportTo ?? mesh.settings.defaultExportTo.services
  return movingNamespaces.filter((namespace) => {
    if (!exports.some((entry) => entry === '*' || entry === namespace || (entry === '.' && namespace === external.namespace))) return false
    return sidecarsFor(mesh, { namespace, labels: undefined }).some((sidecar) =>
      seesTable(sidecar, namespace, external.namespace, external.hosts),
    )
  })
}
