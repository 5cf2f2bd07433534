import { hostsMatch } from '../../../src/model/hosts.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { HeaderMutation, HttpRule, RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'

/** Request attributes that client-side routes change before a Service's own sidecar sees them; header names are in lower case. */
export interface MutatedAttributes {
  readonly path: boolean
  readonly authority: boolean
  readonly headers: readonly string[]
}

/**
 * What sidecars of clients change in requests that reach a Service: policies at its pods' sidecars decide on the changed request, those at
 * a waypoint on the one that the client sent.
 */
export function mutatedAttributes(mesh: Mesh, service: Service): MutatedAttributes {
  let path = false
  let authority = false
  const headers = new Set<string>()
  const note = (mutation: HeaderMutation | undefined) => {
    for (const { name } of [...(mutation?.set ?? []), ...(mutation?.add ?? []), ...(mutation?.remove ?? [])]) {
      if (/^(host|:authority)$/i.test(name)) authority = true
      else headers.add(name.toLowerCase())
    }
  }
  for (const table of mesh.routes) {
    if (table.order !== 'first-match' || !(table.delegateOnly || table.bindings.some(({ to }) => to === 'mesh'))) continue
    for (const rule of table.http) {
      if (!reaches(table, rule, service, mesh)) continue
      if (rule.action.rewrite?.path !== undefined) path = true
      if (rule.action.rewrite?.authority !== undefined) authority = true
      note(rule.action.requestHeaders)
      for (const backend of rule.action.backends) note(backend.requestHeaders)
    }
  }
  return { path, authority, headers: [...headers].sort() }
}

/** Whether a rule may send a request to the Service; a rule that delegates leaves it to its delegate, but hands its changes down. */
function reaches(table: RouteTable, rule: HttpRule, service: Service, mesh: Mesh): boolean {
  const isService = (host: string) => hostsMatch(resolveHost(host, table.namespace, mesh.settings.clusterDomain), service.host)
  if (table.hosts.some(({ host }) => isService(host))) return true
  if (rule.action.kind === 'delegate') return true
  return [...rule.action.backends, ...rule.action.mirrors].some(({ host }) => isService(host))
}
