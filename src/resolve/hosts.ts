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
 * Istio matches, and behind an ExternalName Service comes what it is another name of. Sorted by namespace and name, Services first; empty when
 * the input declares no such host.
 */
export function servicesForHost(mesh: Mesh, host: string, namespace: string): readonly (Service | ExternalHost)[] {
  const name = resolveHost(host, namespace, mesh.settings.clusterDomain)
  const index = indexOf(mesh)
  if (!name.startsWith('*')) {
    const exact = index.exact.get(name) ?? []
    const wild = index.wildcards.filter((owner) => owner.hosts.some((other) => other.startsWith('*') && hostsMatch(name, other)))
    return withAliased(mesh, wild.length === 0 ? exact : [...new Set([...exact, ...wild])])
  }
  return withAliased(mesh, [
    ...mesh.services.filter((service) => hostsMatch(name, service.host)),
    ...mesh.externalHosts.filter((external) => external.hosts.some((other) => hostsMatch(name, other))),
  ])
}

function withAliased(mesh: Mesh, owners: readonly (Service | ExternalHost)[]): readonly (Service | ExternalHost)[] {
  if (!owners.some(isAlias)) return owners
  return [...new Set([...owners, ...owners.flatMap((owner) => (isAlias(owner) ? ownersOfEnd(mesh, owner) : []))])]
}

/** Whether it is an ExternalName Service, which has no pods: another name of a host. */
export function isAlias(owner: Service | ExternalHost): owner is Service & { readonly externalName: string } {
  return !('resolution' in owner) && owner.externalName !== undefined
}

/**
 * The host that DNS leads the name of an ExternalName Service to, through as many of them as there are; undefined where they lead in a circle, so that
 * the name has no address (istio:pilot/pkg/model/push_context.go resolveServiceAliases). Example: `alias.quay.svc.cluster.local` ends at `sail.loft.svc.cluster.local`.
 */
export function aliasEnd(mesh: Mesh, alias: Service & { readonly externalName: string }): string | undefined {
  const seen = new Set([alias.host])
  let host = nameWithoutDot(alias.externalName)
  for (;;) {
    const next = indexOf(mesh).exact.get(host)?.find(isAlias)
    if (next === undefined) return host
    if (seen.has(host)) return undefined
    seen.add(host)
    host = nameWithoutDot(next.externalName)
  }
}

/** A full name of DNS may end with a dot. */
const nameWithoutDot = (name: string): string => name.replace(/[.]$/, '')

/** The same for the host of an ExternalName Service; undefined for every other. */
export function endOfHost(mesh: Mesh, host: string): string | undefined {
  const alias = indexOf(mesh).exact.get(host)?.find(isAlias)
  return alias === undefined ? undefined : aliasEnd(mesh, alias)
}

function ownersOfEnd(mesh: Mesh, alias: Service & { readonly externalName: string }): readonly (Service | ExternalHost)[] {
  const end = aliasEnd(mesh, alias)
  return end === undefined ? [] : ownersOfHost(mesh, end)
}

/** The Service with pods that a host means to what routes requests there: that of its name, or the one that this is another name of. */
export function routedServiceOfHost(mesh: Mesh, host: string, namespace: string): Service | undefined {
  const service = serviceOfHost(mesh, host, namespace)
  if (service === undefined || !isAlias(service)) return service
  return ownersOfEnd(mesh, service).find((owner): owner is Service => !('resolution' in owner))
}

/** Whether a host has the name of a Service of the cluster that the input does not have. */
export function isUnseenService(mesh: Mesh, host: string): boolean {
  return host.endsWith(`.svc.${mesh.settings.clusterDomain}`) && !isRegistryHost(mesh, host)
}

/** The Service of exactly that host, as a resource of a namespace writes it. */
export function serviceOfHost(mesh: Mesh, host: string, namespace: string): Service | undefined {
  const name = resolveHost(host, namespace, mesh.settings.clusterDomain)
  return indexOf(mesh)
    .exact.get(name)
    ?.find((owner): owner is Service => !('resolution' in owner))
}

/** Whether proxies of a namespace see a Service or ServiceEntry (istio:pilot/pkg/model/push_context.go IsServiceVisible). */
export function isExportedTo(mesh: Mesh, { exportTo, namespace }: Service | ExternalHost, client: string | undefined): boolean {
  return (exportTo ?? mesh.settings.defaultExportTo.services).some(
    (entry) => entry === '*' || entry === client || (entry === '.' && namespace === client),
  )
}

/**
 * What declares exactly a full host name, as clusters of proxies are named by it: a ServiceEntry with `*.example.com` has none for `a.example.com`. An
 * ExternalName Service stands for itself. Services first.
 */
export function ownersOfHost(mesh: Mesh, host: string): readonly (Service | ExternalHost)[] {
  return indexOf(mesh).exact.get(host) ?? []
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
