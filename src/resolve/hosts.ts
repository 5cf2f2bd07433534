import { type Mesh, resolveHost } from '../model/mesh.ts'
import type { ExternalHost, Service } from '../model/service.ts'

/**
 * Whether two host names can mean the same host; either may start with `*`, which stands for any text. Symmetric: `*.com` and
 * `shop.com` match, and so do `*.com` and `*.shop.com` (istio:pkg/config/host/name.go Matches).
 */
export function hostsMatch(a: string, b: string): boolean {
  if (a.startsWith('*')) {
    if (!b.startsWith('*')) return b.endsWith(a.slice(1))
    return a.length < b.length ? b.slice(1).endsWith(a.slice(1)) : a.slice(1).endsWith(b.slice(1))
  }
  return b.startsWith('*') ? a.endsWith(b.slice(1)) : a === b
}

/** Whether every host that `inner` stands for is one that `outer` stands for (istio:pkg/config/host/name.go SubsetOf). */
export function hostWithin(inner: string, outer: string): boolean {
  if (!outer.startsWith('*')) return inner === outer
  if (!inner.startsWith('*')) return inner.endsWith(outer.slice(1))
  return inner.slice(1).endsWith(outer.slice(1))
}

/**
 * The Services and external hosts that a host means when a resource of a namespace writes it: short names are completed, `*` matches as
 * Istio matches. Sorted by namespace and name, Services first; empty when the input declares no such host.
 */
export function servicesForHost(mesh: Mesh, host: string, namespace: string): readonly (Service | ExternalHost)[] {
  const name = resolveHost(host, namespace, mesh.settings.clusterDomain)
  const index = indexOf(mesh)
  if (!name.startsWith('*')) {
    const exact = index.exact.get(name) ?? []
    const wild = index.wildcards.filter((owner) => owner.hosts.some((other) => other.startsWith('*') && hostsMatch(name, other)))
    return wild.length === 0 ? exact : [...new Set([...exact, ...wild])]
  }
  return [
    ...mesh.services.filter((service) => hostsMatch(name, service.host)),
    ...mesh.externalHosts.filter((external) => external.hosts.some((other) => hostsMatch(name, other))),
  ]
}

/** The Service of exactly that host, as a resource of a namespace writes it. */
export function serviceOfHost(mesh: Mesh, host: string, namespace: string): Service | undefined {
  const name = resolveHost(host, namespace, mesh.settings.clusterDomain)
  return indexOf(mesh)
    .exact.get(name)
    ?.find((owner): owner is Service => !('resolution' in owner))
}

/** The first ServiceEntry that lists exactly that host, with or without a star. */
export function entryOfHost(mesh: Mesh, host: string): ExternalHost | undefined {
  return indexOf(mesh)
    .exact.get(host)
    ?.find((owner): owner is ExternalHost => 'resolution' in owner)
}

/**
 * Whether a full host name is one that sidecars route by: a Service or a ServiceEntry declares exactly it. Sidecars leave VirtualServices
 * for other hosts out, apart from port 80 (istio:pilot/pkg/networking/core/route/route.go buildSidecarVirtualHostsForVirtualService).
 */
export function isRegistryHost(mesh: Mesh, host: string): boolean {
  return indexOf(mesh).exact.has(host)
}

interface HostIndex {
  readonly exact: ReadonlyMap<string, readonly (Service | ExternalHost)[]>
  readonly wildcards: readonly ExternalHost[]
}

const indexes = new WeakMap<Mesh, HostIndex>()

function indexOf(mesh: Mesh): HostIndex {
  const known = indexes.get(mesh)
  if (known !== undefined) return known
  const exact = new Map<string, (Service | ExternalHost)[]>()
  const put = (host: string, owner: Service | ExternalHost) => {
    const owners = exact.get(host)
    if (owners === undefined) exact.set(host, [owner])
    else if (!owners.includes(owner)) owners.push(owner)
  }
  for (const service of mesh.services) put(service.host, service)
  for (const external of mesh.externalHosts) for (const host of external.hosts) put(host, external)
  const index = { exact, wildcards: mesh.externalHosts.filter((external) => external.hosts.some((host) => host.startsWith('*'))) }
  indexes.set(mesh, index)
  return index
}
