import type { Attachment } from '../../../src/model/authorization.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { hostsMatch, servicesForHost } from '../../../src/resolve/hosts.ts'
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
 * Whether some host of a table may be a Service of these pods, which the input need not have. Hosts of a ServiceEntry without endpoints of its own are not, such as `api.example.com`;
 * a delegate has the hosts of the tables that use it.
 */
export function mayRoutePods({ hosts, namespace }: RouteTable, attachment: Attachment, mesh: Mesh): boolean {
  const { clusterDomain } = mesh.settings
  return hosts.some(({ host }) => {
    const targets = servicesForHost(mesh, host, namespace)
    const isOfPods = targets.some((target) => {
      if ('resolution' in target && target.workloadSelector === undefined) return target.endpoints.length > 0
      const selector = 'resolution' in target ? target.workloadSelector : target.selector
      return attachmentsMayOverlap(attachment, within(target.namespace, selector ?? {}, target.place))
    })
    const name = resolveHost(host, namespace, clusterDomain)
    const isWhole = targets.length > 0 && !host.includes('*')
    return isOfPods || (!isWhole && hostsMatch(name, `*.svc.${clusterDomain}`))
  })
}
