import type { Attachment } from '../../../src/model/authorization.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { ExternalHost } from '../../../src/model/service.ts'
import { hostsMatch, serviceOfHost, servicesForHost } from '../../../src/resolve/hosts.ts'
import { attachedHosts } from '../../../src/resolve/routes/table-hosts.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
import { within } from '../refusals/within.ts'
import { delegatesTo } from '../routes/routed-services.ts'

/**
 * Routes that sidecars of clients follow and that Cilium does not get. They answer some requests themselves or send them elsewhere; under another Host the same client
 * sends the request to the pods in plaintext (PassthroughCluster), which STRICT refuses and a policy by labels does not. Routes of Cilium hold under every Host.
 */
export function untranslatedRoutes({ routes }: Mesh, translated: readonly RouteTable[]): readonly RouteTable[] {
  const isFollowed = (table: RouteTable): boolean => !table.delegateOnly && table.bindings.some(({ to }) => to === 'mesh')
  const users = (table: RouteTable): readonly RouteTable[] => routes.filter((user) => delegatesTo(user, table))
  return routes.filter((table) => {
    if (!table.delegateOnly) return isFollowed(table) && !translated.includes(table)
    return !users(table).some((user) => translated.includes(user))
  })
}

/**
 * Whether some host of a table may lead to these pods, which the input need not have. A Service without a selector may, by an EndpointSlice that names pods of any namespace
 * (istio:pilot/pkg/serviceregistry/kube/controller getPod), and a ServiceEntry by endpoints, machines or addresses. A host found by DNS alone, such as `api.example.com`, does
 * not, unless a DestinationRule may have clients show a certificate of the mesh there. A delegate has the hosts of the tables that use it.
 */
export function mayRoutePods(table: RouteTable, attachment: Attachment, mesh: Mesh): boolean {
  const { clusterDomain } = mesh.settings
  const { namespace } = table
  return [...table.hosts.map(({ host }) => host), ...attachedHosts(mesh, table, undefined)].some((host) => {
    const leadsThere = servicesForHost(mesh, host, namespace).some((target) => {
      if ('resolution' in target) return !isOutside(target, mesh)
      const { selector = {}, place } = target
      return Object.keys(selector).length === 0 || attachmentsMayOverlap(attachment, within(target.namespace, selector, place))
    })
    // Envoy compares names without regard to case.
    const name = resolveHost(host, namespace, clusterDomain).toLowerCase()
    const isKnown = serviceOfHost(mesh, host, namespace) !== undefined
    return leadsThere || (!isKnown && hostsMatch(name, `*.svc.${clusterDomain.toLowerCase()}`))
  })
}

/** Whether clients find the hosts by DNS alone, and show no certificate of the mesh there. */
function isOutside(
  { resolution, endpoints, workloadSelector, addresses, hosts }: ExternalHost,
  { backendPolicies, settings }: Mesh,
): boolean {
  if (resolution === 'none' || endpoints.length > 0 || workloadSelector !== undefined || addresses.length > 0) return false
  return !backendPolicies.some((rule) =>
    hosts.some((host) => hostsMatch(host, resolveHost(rule.host, rule.namespace, settings.clusterDomain))),
  )
}
