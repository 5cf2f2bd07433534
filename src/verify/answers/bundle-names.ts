import type { AuthorizationPolicy } from '../../model/authorization.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import { asksExternally } from '../../resolve/external-authorizer.ts'
import { askedLabels } from '../parts/asked-labels.ts'
import { type ClientKind, clientKinds } from '../parts/clients.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { clientLimits } from '../parts/identities.ts'
import { LinkedNamespaces, linkedToAll, namesLinkedByHost } from '../reach/linked-namespaces.ts'
import { contentText } from './content-text.ts'

type Meshes = readonly [before: Mesh, after: Mesh]

/**
 * Names for what decides about destinations, on both sides: where two comparisons have one name for a destination, they find the same there. Rules of
 * AuthorizationPolicies, RequestAuthentications and routes are part of it where they are of namespaces that are linked to that of the destination; all
 * else is part of every name, as are all rules for hosts outside and hosts at gateways (docs/decisions/259).
 */
export class BundleNames {
  readonly #linked: LinkedNamespaces
  readonly #known: ReadonlySet<string>
  readonly #clusterDomain: string
  readonly #layered: boolean
  readonly #name: (text: string) => string
  readonly #rest: string
  readonly #groups: ReadonlyMap<string, string>
  readonly #made = new Map<string, string>()
  readonly #everywhere: string

  /** @throws {NoContentError} (content-text.ts) where a mesh has something that cannot be named */
  constructor(meshes: Meshes, byLabels: boolean, options: unknown, name: (text: string) => string) {
    this.#linked = new LinkedNamespaces(meshes)
    this.#known = new Set(meshes.flatMap(({ namespaces }) => namespaces.map((namespace) => namespace.name)))
    this.#clusterDomain = meshes[1].settings.clusterDomain
    // Policies of any namespace are enforced where tunnels of waypoints end.
    this.#layered = meshes.some(({ settings }) => settings.flags.ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES === 'true')
    this.#name = name
    const all = this.#linked.groupOf(linkedToAll)
    const roots = new Set(['', ...meshes.map(({ settings }) => settings.rootNamespace)])
    const groups = new Map<string, unknown[]>()
    const groupOf = (namespace: string): unknown[] | undefined => {
      const group = this.#linked.groupOf(namespace)
      if (roots.has(namespace) || group === all) return undefined
      const known = groups.get(group) ?? []
      groups.set(group, known)
      return known
    }
    const rest = meshes.map((mesh, side) => withoutLocal(mesh, side, groupOf))
    this.#rest = name(contentText([options, rest, whoAsks(meshes, byLabels)]))
    this.#groups = new Map([...groups].map(([group, content]) => [group, name(contentText(content))]))
    this.#everywhere = this.#named([...this.#groups.keys()])
  }

  of(destination: ComparedDestination): string {
    const { address, namespaces, gateway, moved, called, serverName, instead } = destination
    if (this.#layered || address.kind === 'host' || gateway !== undefined || moved !== undefined || instead !== undefined)
      return this.#everywhere
    const hosts = [called, serverName].flatMap((host) => host ?? [])
    const names = [...namespaces, address.namespace, ...hosts.flatMap((host) => namesLinkedByHost(host, this.#clusterDomain, this.#known))]
    const groups = [...new Set(names.map((one) => this.#linked.groupOf(one)))]
    return groups.includes(this.#linked.groupOf(linkedToAll)) ? this.#everywhere : this.#named(groups)
  }

  #named(groups: readonly string[]): string {
    const key = JSON.stringify([...groups].sort())
    const made =
      this.#made.get(key) ?? this.#name(JSON.stringify([this.#rest, [...groups].sort().map((group) => this.#groups.get(group) ?? '')]))
    this.#made.set(key, made)
    return made
  }
}

/** The mesh without what its namespaces alone are concerned by, which is added to the groups. What the mesh gets in future is part of it. */
function withoutLocal(mesh: Mesh, side: number, groupOf: (namespace: string) => unknown[] | undefined): unknown {
  const { authorization, requestAuthentication, routes, ...rest } = mesh
  const policies = [...authorization, ...requestAuthentication].filter((policy) => {
    const group = isOfNamespace(policy) ? groupOf(policy.namespace) : undefined
    group?.push([side, policy])
    return group === undefined
  })
  // Which hosts have routes is asked wherever a request names one.
  const tables = routes.map((table): Partial<RouteTable> => {
    const group = groupOf(table.namespace)
    if (group === undefined) return table
    const { http, tls, tcp, ...head } = table
    group.push([side, table])
    return head
  })
  return [rest, policies, tables]
}

function isOfNamespace({ attachment }: Pick<AuthorizationPolicy, 'attachment'>): boolean {
  return attachment.scope !== 'mesh' && attachment.namespace !== undefined
}

/** Who sends requests and what tells clients apart, which rules of any namespace may have a say in. */
function whoAsks(meshes: Meshes, byLabels: boolean): unknown {
  const kinds = clientKinds(...meshes).map(({ name, before, after, endpoint, strangers, workloads, known }: ClientKind) => ({
    name,
    before,
    after,
    endpoint,
    strangers,
    workloads: workloads.map((pod) => `${pod.kind} ${pod.namespace}/${pod.name}`),
    ...(known === undefined ? {} : { labels: [askedLabels(meshes[0], known.before), askedLabels(meshes[1], known.after)] }),
  }))
  return [kinds, clientLimits(...meshes, byLabels), meshes.map(asksExternally)]
}
