import type { Place } from '../../diagnostics/place.ts'
import type { Attachment } from '../../model/authorization.ts'
import { meetsSelector } from '../../model/label-selector.ts'
import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import { type Labels, selects, type Workload } from '../../model/workload.ts'
import { attachedTo } from '../../resolve/attachment.ts'
import { HostIndex, indexByNamespace, perMesh } from '../../resolve/host-index.ts'
import { aliasEnd, isAlias, servicesForHost } from '../../resolve/hosts.ts'
import { meshHosts } from '../../resolve/routes/table-hosts.ts'
import { waypointOf, withCanary } from '../../resolve/waypoints.ts'

/** Destinations that a finding speaks of. Services and pods are `namespace/name`; ServiceEntries count among Services. */
export interface AnnouncedScope {
  readonly everything: boolean
  readonly namespaces: ReadonlySet<string>
  readonly services: ReadonlySet<string>
  readonly workloads: ReadonlySet<string>
  /** Hosts that only routes know. */
  readonly hosts: ReadonlySet<string>
}

type Part = {
  readonly everything?: true
  readonly namespaces?: readonly string[]
  readonly services?: readonly (Service | ExternalHost)[]
  readonly workloads?: readonly Named[]
  readonly hosts?: readonly string[]
}
type Named = { readonly namespace: string; readonly name: string }

/** What the objects at these places have to do with: what a policy holds for, whom routes lead to, who is behind a Service. */
export function announcedScopeOf(mesh: Mesh, places: readonly Place[]): AnnouncedScope {
  const parts = places.flatMap(
    (place) =>
      partsByObject(mesh)
        .get(keyOf(place))
        ?.map((part) => part()) ?? [elsewhere(mesh, place)],
  )
  const names = (lists: readonly (readonly Named[] | undefined)[]) =>
    new Set(lists.flatMap((list) => (list ?? []).map(({ namespace, name }) => `${namespace}/${name}`)))
  return {
    everything: parts.some(({ everything }) => everything === true),
    namespaces: new Set(parts.flatMap(({ namespaces }) => namespaces ?? [])),
    services: names(parts.map(({ services }) => services?.flatMap((service) => [service, ...aliasesOf(mesh, service)]))),
    workloads: names(parts.map(({ workloads }) => workloads)),
    hosts: new Set(parts.flatMap(({ hosts }) => hosts ?? [])),
  }
}

/** ExternalName Services that are other names of it. */
function aliasesOf(mesh: Mesh, service: Service | ExternalHost): readonly Service[] {
  const hosts = 'resolution' in service ? service.hosts : [service.host]
  return hosts.flatMap((host) => aliasesByEnd(mesh).get(host) ?? [])
}

const aliasesByEnd = perMesh((mesh) => {
  const index = new Map<string, Service[]>()
  for (const alias of mesh.services) {
    const end = isAlias(alias) ? aliasEnd(mesh, alias) : undefined
    if (end !== undefined) index.set(end, [...(index.get(end) ?? []), alias])
  }
  return index
})

/** An object that the model has no noun for: mesh-wide settings stand in the root namespace or in none. */
function elsewhere({ settings }: Mesh, { object }: Place): Part {
  return object.namespace === '' || object.namespace === settings.rootNamespace ? { everything: true } : { namespaces: [object.namespace] }
}

function keyOf({ object: { file, document, item } }: Place): string {
  return `${file}#${document}/${item ?? ''}`
}

/** How to find the part of each object of the mesh, when it is asked for. */
const partsByObject = perMesh((mesh) => {
  const parts = new Map<string, (() => Part)[]>()
  const put = <T extends { readonly place?: Place }>(list: readonly T[], part: (one: T) => Part) => {
    for (const one of list) {
      if (one.place === undefined) continue
      const key = keyOf(one.place)
      parts.set(key, [...(parts.get(key) ?? []), () => part(one)])
    }
  }
  put(mesh.namespaces, ({ name }) => ({ namespaces: [name] }))
  put(mesh.workloads, (workload) => ({ workloads: [workload] }))
  put(mesh.services, (service) => ({ services: [service], workloads: podsBehind(mesh, service) }))
  put(mesh.externalHosts, (host) => ofHosts(mesh, [host]))
  put(mesh.routes, (table) => ({ ...ofHosts(mesh, hostsOf(mesh, table)), hosts: meshHosts(mesh, table) }))
  put(mesh.backendPolicies, ({ host, namespace }) => ofHosts(mesh, servicesForHost(mesh, host, namespace)))
  for (const list of [mesh.authorization, mesh.requestAuthentication, mesh.peerAuthentication, mesh.extensions])
    put<{ attachment: Attachment; place: Place }>(list, ({ attachment }) => attached(mesh, attachment))
  put(mesh.networkPolicies, ({ namespace, pods }) => ofPods(mesh, pods.labels, namespace, (pod) => meetsSelector(pods, pod.labels)))
  return parts
})

/** By the addresses of the Services, and by pod addresses where a name leads to those. */
function ofHosts(mesh: Mesh, hosts: readonly (Service | ExternalHost)[]): Part {
  const pods = hosts.flatMap((host) => {
    if ('resolution' in host) return host.workloadSelector === undefined ? [] : podsIn(mesh, host.namespace, host.workloadSelector)
    return host.headless ? podsBehind(mesh, host) : []
  })
  return { services: hosts, workloads: pods }
}

/** The Services of a table's hosts and destinations; those of the tables that delegate to it, or that it delegates to, as well. */
function hostsOf(mesh: Mesh, table: RouteTable): (Service | ExternalHost)[] {
  const written = [table, ...relatives(mesh, table)].flatMap((one) => {
    const http = one.http.flatMap(({ action }) => [...action.backends, ...action.mirrors])
    const streams = [...one.tls, ...one.tcp].flatMap(({ backends }) => backends)
    return [...one.hosts, ...http, ...streams].map(({ host }) => resolveHost(host, one.namespace, mesh.settings.clusterDomain))
  })
  const bound = table.bindings.flatMap((binding) =>
    binding.to === 'service'
      ? [...servicesOf(mesh)(binding.namespace), ...mesh.externalHosts].filter(
          ({ name, namespace }) => name === binding.target.name && namespace === binding.namespace,
        )
      : [],
  )
  // A short name with a dot is a host of its own, but requests for it are sent to the Service.
  const full = written.flatMap((host) => [host, `${host}.svc.${mesh.settings.clusterDomain}`, `${host}.${mesh.settings.clusterDomain}`])
  return [...bound, ...new Set(full.flatMap((host) => ownersByHost(mesh).find(host)))]
}

function relatives(mesh: Mesh, table: RouteTable): RouteTable[] {
  const delegates = (from: RouteTable, to: RouteTable) =>
    to.delegateOnly && from.http.some(({ action: { delegate } }) => delegate?.name === to.name && delegate.namespace === to.namespace)
  if (table.delegateOnly) return mesh.routes.filter((other) => delegates(other, table))
  if (!table.http.some(({ action }) => action.kind === 'delegate')) return []
  return mesh.routes.filter((other) => delegates(table, other))
}

const ownersByHost = perMesh((mesh) => {
  const index = new HostIndex<Service | ExternalHost>()
  for (const service of mesh.services) index.add([service.host], service)
  for (const external of mesh.externalHosts) index.add(external.hosts, external)
  return index
})

/** What guards pods: not the hosts that they call. */
function attached(mesh: Mesh, attachment: Attachment): Part {
  switch (attachment.scope) {
    case 'mesh':
      return { services: [...mesh.services, ...entriesOf(mesh, () => true)], workloads: mesh.workloads }
    case 'namespace':
      return {
        services: [...servicesOf(mesh)(attachment.namespace), ...entriesOf(mesh, ({ namespace }) => namespace === attachment.namespace)],
        workloads: workloadsOf(mesh)(attachment.namespace),
      }
    case 'workloads':
      return ofPods(mesh, attachment.labels, attachment.namespace, (pod) => attachedTo(attachment, pod, mesh.settings))
    case 'targets': {
      const named = ({ name, namespace }: Named) =>
        namespace === attachment.namespace && attachment.targets.some((target) => target.name === name)
      const behind = mesh.services.filter((service) => {
        const waypoint = waypointOf(mesh, service)
        const serving = waypoint === undefined ? [] : withCanary(mesh, service, waypoint).map((one) => one.waypoint)
        return serving.some((one) => named(one) || attachment.targets.some(({ kind }) => kind === 'GatewayClass'))
      })
      const services = [...mesh.services.filter(named), ...behind]
      return {
        services: [...services, ...mesh.externalHosts.filter(named)],
        workloads: services.flatMap((service) => podsBehind(mesh, service)),
      }
    }
  }
}

/** Pods, and the Services that select them, also such as have no pods in the input. */
function ofPods(mesh: Mesh, labels: Labels, namespace: string | undefined, selected: (pod: Workload) => boolean): Part {
  const [pods, services] =
    namespace === undefined ? [mesh.workloads, mesh.services] : [workloadsOf(mesh)(namespace), servicesOf(mesh)(namespace)]
  return {
    services: [...services.filter(({ selector }) => selector !== undefined && selects(labels, selector)), ...entriesOf(mesh, selected)],
    workloads: pods.filter(selected),
  }
}

/** ServiceEntries that select some of these pods. */
function entriesOf(mesh: Mesh, selected: (pod: Workload) => boolean): readonly ExternalHost[] {
  return mesh.externalHosts.filter(
    ({ namespace, workloadSelector }) => workloadSelector !== undefined && podsIn(mesh, namespace, workloadSelector).some(selected),
  )
}

function podsBehind(mesh: Mesh, { namespace, selector }: Service): readonly Workload[] {
  return selector === undefined || Object.keys(selector).length === 0 ? [] : podsIn(mesh, namespace, selector)
}

function podsIn(mesh: Mesh, namespace: string, labels: Labels): Workload[] {
  return workloadsOf(mesh)(namespace).filter((pod) => selects(labels, pod.labels))
}

const workloadsOf = perMesh((mesh) => indexByNamespace(mesh.workloads))
const servicesOf = perMesh((mesh) => indexByNamespace(mesh.services))
