import type { Mesh } from '../../model/mesh.ts'
import { resolveHost } from '../../model/mesh.ts'
import { conjuncts } from '../../model/predicate.ts'
import type { Backend, HttpMatch, HttpRule } from '../../model/route.ts'
import type { Service } from '../../model/service.ts'
import { selects, type Workload } from '../../model/workload.ts'
import { policiesCovering } from '../backend-policies.ts'
import { flattenDelegates } from '../delegates.ts'
import { visibleTo } from './table-hosts.ts'
import { tablesFor } from './tables-by-host.ts'

/**
 * Whether every request of a namespace's clients for a Service may come to one of its pods as it was sent. Not where a VirtualService may answer it, lead it
 * elsewhere, or rewrite it: what reaches the pod by the Service is then less than what reaches it by its own address.
 */
export function isLedStraight(mesh: Mesh, client: string | undefined, service: Service, pod: Workload): boolean {
  const tables = tablesFor(mesh, [service.host]).filter((table) => client === undefined || visibleTo(mesh, table, client))
  return tables.every((table) => {
    const { table: whole, complete } = flattenDelegates(table, mesh)
    if (!complete || whole.tls.length + whole.tcp.length > 0) return false
    return whole.http.some(isForAll) && whole.http.every((rule) => leadsTo(mesh, rule, table.namespace, service, pod))
  })
}

function isForAll({ matches }: HttpRule): boolean {
  return matches.length === 0 || matches.some(isForEveryRequest)
}

function isForEveryRequest({ predicate, port, gateways }: HttpMatch): boolean {
  if (port !== undefined || gateways?.includes('mesh') === false) return false
  return conjuncts(predicate).every((part) => part.kind === 'path' && part.match.op === 'prefix' && part.match.value === '/')
}

function leadsTo(mesh: Mesh, { action }: HttpRule, namespace: string, service: Service, pod: Workload): boolean {
  if (action.kind !== 'forward' || action.rewrite !== undefined || action.fault?.abort !== undefined) return false
  const isMeant = ({ host, subset, weight }: Backend): boolean =>
    weight > 0 && resolveHost(host, namespace, mesh.settings.clusterDomain) === service.host && isIn(mesh, service, subset, pod)
  return action.backends.some(isMeant)
}

function isIn(mesh: Mesh, service: Service, name: string | undefined, pod: Workload): boolean {
  if (name === undefined) return true
  const named = policiesCovering(mesh, service.host).flatMap(({ subsets }) => subsets.filter((subset) => subset.name === name))
  return named.length > 0 && named.every(({ labels }) => selects(labels, pod.labels))
}
