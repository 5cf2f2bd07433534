import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { hostsMatch, routedServiceOfHost } from '../../../src/resolve/hosts.ts'

/** Hosts as a resource of a namespace writes them. */
interface WrittenHosts {
  readonly namespace: string
  readonly hosts: readonly string[]
}

/**
 * Whether a second definition that was not read may change what is written for something with these hosts: one of a Service among them, of a VirtualService for
 * one of them, or of a DestinationRule, which may be for any. An input that means more meshes than are read one by one has such.
 */
export function mayChangeWith({ namespace, hosts }: WrittenHosts, mesh: Mesh): boolean {
  const seconds = unreadSeconds(mesh)
  if (seconds.length === 0) return false
  const { clusterDomain } = mesh.settings
  const named = hosts.flatMap((host) => {
    const full = resolveHost(host, namespace, clusterDomain)
    return [full, routedServiceOfHost(mesh, full, namespace)?.host ?? full]
  })
  return seconds.some((second) => {
    const { kind, name, namespace: own } = second.place!.object
    if (kind === 'DestinationRule') return true
    const spoken = kind === 'Service' ? [`${name}.${own}.svc.${clusterDomain}`] : hostsOfRoutes(second, clusterDomain)
    return spoken.some((host) => named.some((one) => hostsMatch(one, host)))
  })
}

/** What a VirtualService names: its hosts, and where it and its delegates lead. */
export function hostsOfTable(table: RouteTable, mesh: Mesh): WrittenHosts {
  const { http } = flattenDelegates(table, mesh).table
  const backends = http.flatMap(({ action }) => [...action.backends, ...action.mirrors])
  return { namespace: table.namespace, hosts: [...table.hosts, ...backends].map(({ host }) => host) }
}

function hostsOfRoutes({ routes }: UnreadInput, clusterDomain: string): readonly string[] {
  return (routes?.hosts ?? []).map((host) => resolveHost(host, routes!.namespace, clusterDomain))
}

const unreadSeconds = perMesh(({ unread }) =>
  unread.filter(
    ({ why, either, place }) => why === 'duplicate' && either === undefined && place !== undefined && kindsAsked.has(place.object.kind),
  ),
)

const kindsAsked: ReadonlySet<string> = new Set(['Service', 'VirtualService', 'DestinationRule'])
