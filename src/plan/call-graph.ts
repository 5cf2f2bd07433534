import { compareText, type Place } from '../diagnostics/place.ts'
import { rulePredicate } from '../model/authorization.ts'
import { namedNamespace } from '../model/identity-names.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import { atomsOf } from '../model/predicate.ts'

/** What says that pods of one namespace call those of another one. */
export type CallEvidence = 'policy' | 'route' | 'Sidecar' | 'ServiceEntry' | 'traffic'

/** Pods of `client` may call what is in `server`: an object says so by the name of the namespace. */
export interface Call {
  readonly client: string
  readonly server: string
  readonly evidence: CallEvidence
  /** Of the object; absent for traffic. */
  readonly place?: Place
  /** The series of metrics, or the edge of a graph, that shows traffic. */
  readonly series?: string
}

/** A call that was seen. */
export type SeenCall = Pick<Call, 'client' | 'server'> & { readonly series: string }

/**
 * Who may call whom, as far as the input names namespaces: clients of policies, destinations of routes, hosts of Sidecars and the namespaces to which
 * a ServiceEntry is exported, and what was seen. Without a policy every pod may call every other one, which is not an edge: it says nothing of who does. Sorted, each pair
 * of namespaces once with its first evidence.
 */
export function callsIn(mesh: Mesh, seen: readonly SeenCall[] = []): readonly Call[] {
  const known = new Set(mesh.namespaces.map(({ name }) => name))
  const found = new Map<string, Call>()
  const add = (call: Call): void => {
    if (call.client === call.server || !known.has(call.client) || !known.has(call.server)) return
    const key = `${call.client} ${call.server}`
    if (!found.has(key)) found.set(key, call)
  }
  for (const call of [...ofPolicies(mesh), ...ofRoutes(mesh), ...ofSidecars(mesh), ...ofExternalHosts(mesh)]) add(call)
  for (const call of seen) add({ ...call, evidence: 'traffic' })
  return [...found.values()].sort((a, b) => compareText(a.client, b.client) || compareText(a.server, b.server))
}

function* ofPolicies({ authorization }: Mesh): Generator<Call> {
  for (const policy of authorization) {
    if (policy.effect === 'deny') continue
    for (const rule of policy.rules)
      for (const atom of atomsOf(rulePredicate(rule))) {
        const client = atom.kind === 'identity' ? namedNamespace(atom.match) : undefined
        if (client !== undefined) yield { client, server: policy.namespace, evidence: 'policy', place: atom.place }
      }
  }
}

/** Clients in the namespace of a route are those that follow it for certain. */
function* ofRoutes(mesh: Mesh): Generator<Call> {
  for (const { namespace, http, tls, tcp, place } of mesh.routes) {
    const backends = [
      ...http.flatMap(({ action }) => [...action.backends, ...action.mirrors]),
      ...[...tls, ...tcp].flatMap((rule) => rule.backends),
    ]
    for (const { host } of backends) {
      const server = namespaceOfHost(mesh, resolveHost(host, namespace, mesh.settings.clusterDomain))
      if (server !== undefined) yield { client: namespace, server, evidence: 'route', place }
    }
  }
}

function namespaceOfHost(mesh: Mesh, host: string): string | undefined {
  const suffix = `.svc.${mesh.settings.clusterDomain}`
  return host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.')[1] : undefined
}

/** `istio-system/*` and `shop/cart.shop.svc.cluster.local`: what clients of a namespace are to see of another one. */
function* ofSidecars({ egress }: Mesh): Generator<Call> {
  for (const { namespace, hosts = [] } of egress)
    for (const { host, place } of hosts) {
      const server = host.split('/')[0]!
      if (server !== '*' && server !== '.' && server !== '~') yield { client: namespace, server, evidence: 'Sidecar', place }
    }
}

function* ofExternalHosts({ externalHosts }: Mesh): Generator<Call> {
  for (const { namespace, exportTo = [], place } of externalHosts)
    for (const client of exportTo)
      if (client !== '*' && client !== '.' && client !== '~') yield { client, server: namespace, evidence: 'ServiceEntry', place }
}
