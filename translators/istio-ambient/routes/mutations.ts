import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { HeaderMutation, HttpRule, RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../src/resolve/host-index.ts'

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
  for (const rule of mutatingRules(mesh).find(service.host)) {
    if (rule.action.rewrite?.path !== undefined) path = true
    if (rule.action.rewrite?.authority !== undefined) authority = true
    note(rule.action.requestHeaders)
    for (const backend of rule.action.backends) note(backend.requestHeaders)
  }
  return { path, authority, headers: [...headers].sort() }
}

/** Rules of sidecars that change requests, by the hosts they may send them to. */
const mutatingRules = perMesh((mesh) => {
  const index = new HostIndex<HttpRule>()
  for (const table of mesh.routes) {
    // Routes of the Gateway API that are attached to a Service are followed by sidecars of clients as well.
    if (!table.delegateOnly && table.bindings.every(({ to }) => to === 'gateway')) continue
    for (const rule of table.http) if (mutates(rule)) index.add(hostsReachedBy(table, rule, mesh), rule)
  }
  return index
})

function mutates({ action }: HttpRule): boolean {
  return (
    action.rewrite !== undefined ||
    action.requestHeaders !== undefined ||
    action.backends.some((backend) => backend.requestHeaders !== undefined)
  )
}

/** A rule that delegates leaves the destination to its delegate, which may be anywhere, but hands its changes down. */
function hostsReachedBy(table: RouteTable, rule: HttpRule, mesh: Mesh): string[] {
  if (rule.action.kind === 'delegate') return ['*']
  const hosts = [...table.hosts, ...rule.action.backends, ...rule.action.mirrors].map(({ host }) => host)
  return hosts.map((host) => resolveHost(host, table.namespace, mesh.settings.clusterDomain))
}
