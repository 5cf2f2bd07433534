import { type Carrier, type ClientProxy, proxyOf, proxyOn } from '../../decide/client.ts'
import { compareText } from '../../diagnostics/place.ts'
import { isCapturedByZtunnel } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { mayGoAround } from '../../resolve/attach/around-sidecar.ts'
import { mayRouteOnNodes } from '../../resolve/routes/node-routes.ts'
import { nameIdentity } from '../outside/named-clients.ts'
import { becomesAnother } from './changed-clients.ts'

/**
 * Clients that the meshes treat alike: what carries their requests before and after. Who they are is not part of the kind: their identity is
 * an attribute of the request, limited to `members` where the kind is not open to everybody.
 */
export interface ClientKind {
  readonly name: string
  readonly before: Carrier
  readonly after: Carrier
  /** What Cilium takes them for. */
  readonly endpoint: 'pod' | 'world'
  /** Pods of the input that are such clients, sorted. */
  readonly workloads: readonly Workload[]
  /** Namespaces whose unnamed pods are such clients. `any`: any namespace that the input does not have, too. */
  readonly strangers: readonly string[] | 'any'
  /** Pods that are other clients to others after the change, or that bypass their sidecar: the only clients of their kind, and known in every respect. */
  readonly known?: { readonly before: Workload; readonly after: Workload }
}

/** Pods that have no proxy on either side, where something knows them all the same. */
export const podsWithoutProxy = 'pods outside the mesh'

/** The kinds of clients that two meshes can have: pods by what carries their requests on both sides, ingress gateways, and all the rest. */
export function clientKinds(before: Mesh, after: Mesh): readonly ClientKind[] {
  const kinds = new Map<string, { before: Carrier; after: Carrier; workloads: Workload[]; strangers: string[] | 'any' }>()
  const kindOf = (was: Carrier, is: Carrier) => {
    const key = `${was} ${is}`
    let kind = kinds.get(key)
    if (kind === undefined) {
      kind = { before: was, after: is, workloads: [], strangers: [] }
      kinds.set(key, kind)
    }
    return kind
  }
  // Of whom the input does not say, on either side, whether they have a sidecar: they are like those that have one, or like those that have none.
  // Those that have no sidecar on the other side have none on this one: of pods that policies of Cilium name it is assumed that they had one (US5001).
  const kindsOf = (was: Carrier, is: Carrier) => {
    if (was === 'unknown' && is === 'unknown') return [kindOf('sidecar', 'sidecar'), kindOf('none', 'none')]
    const isWithout = (was === 'unknown' && is === 'none') || (was === 'none' && is === 'unknown')
    return [isWithout ? kindOf('none', 'none') : kindOf(was, is)]
  }
  // Cilium knows pods without a sidecar by their labels, and its proxies route their requests.
  const endpoints = [before, after].some((mesh) => mesh.endpointPolicies.length > 0 || mayRouteOnNodes(mesh))
  const single: ClientKind[] = []
  const later = new Map(after.workloads.map((workload) => [keyOf(workload), workload]))
  for (const workload of before.workloads) {
    const counterpart = later.get(keyOf(workload))
    if (counterpart === undefined) continue
    const [was, is] = [proxyOf(workload), proxyOf(counterpart)]
    const seen = endpoints || was !== 'none' || is !== 'none'
    if (seen && was !== 'gateway' && is !== 'gateway' && becomesAnother(before, after, workload, counterpart))
      single.push(knownKind(workload, counterpart, changeOf(workload, counterpart)))
    else if (mayGoAround(workload) || mayGoAround(counterpart))
      single.push(knownKind(workload, counterpart, 'whose sidecar does not carry all connections'))
    else if (
      endpoints &&
      [workload, counterpart].every(isPodWithoutSidecar) &&
      nameIdentity(after, workload.namespace, workload.serviceAccount)
    )
      single.push(knownKind(workload, counterpart, 'which have no sidecar'))
    else for (const kind of kindsOf(was, is)) kind.workloads.push(workload)
  }
  const namespacesAfter = new Map(after.namespaces.map((namespace) => [namespace.name, namespace]))
  for (const namespace of before.namespaces) {
    const [was, is] = [proxyOn(namespace.dataPlane), proxyOn(namespacesAfter.get(namespace.name)?.dataPlane ?? namespace.dataPlane)]
    for (const { strangers } of kindsOf(was, is)) if (strangers !== 'any') strangers.push(namespace.name)
  }
  // Elsewhere in the cluster there may be sidecars; where nothing is ambient yet, nothing is ambient elsewhere either.
  const isAmbient = [...before.workloads, ...before.namespaces].some(({ dataPlane }) => isCapturedByZtunnel(dataPlane))
  const elsewhere: Readonly<Record<ClientProxy, boolean>> = { sidecar: true, gateway: true, none: true, ztunnel: isAmbient }
  for (const [proxy, isThere] of Object.entries(elsewhere) as [ClientProxy, boolean][]) if (isThere) kindOf(proxy, proxy).strangers = 'any'
  // Without a sidecar a pod has no identity for the mesh, but it has one for Cilium.
  const bare: ClientKind = {
    name: 'pods outside the mesh',
    before: 'none',
    after: 'none',
    endpoint: 'pod',
    workloads: [],
    strangers: 'any',
  }
  return [...kinds.values()]
    .map(
      (kind): ClientKind => ({
        ...kind,
        name: kindName(kind.before, kind.after),
        endpoint: kind.before === 'none' && kind.after === 'none' ? 'world' : 'pod',
      }),
    )
    .concat(endpoints ? [bare] : [], single)
    .sort((a, b) => rank(a) - rank(b) || compareText(a.name, b.name))
}

/**
 * Pods that the input shows to have no sidecar, such as those with `sidecar.istio.io/inject: "false"`. Of other pods that a policy of Cilium names it is
 * assumed that they had one (US5001).
 */
function isPodWithoutSidecar({ dataPlane, hostNetwork, address, gateway }: Workload): boolean {
  return dataPlane === 'none' && !hostNetwork && !gateway && address === undefined
}

function changeOf(before: Workload, after: Workload): string {
  return before.serviceAccount === after.serviceAccount ? 'which change how they are known' : 'which change their service account'
}

function knownKind(before: Workload, after: Workload, what: string): ClientKind {
  return {
    name: `pods ${before.namespace}/${before.name}, ${what}`,
    before: proxyOf(before),
    after: proxyOf(after),
    endpoint: 'pod',
    workloads: [before],
    strangers: [],
    known: { before, after },
  }
}

/** Pods that move first: they are the ones that a migration is about. */
function rank({ before, after }: ClientKind): number {
  if (before !== after) return 0
  return { sidecar: 1, ztunnel: 2, gateway: 3, unknown: 4, none: 5 }[before]
}

const keyOf = ({ namespace, name, kind }: Workload): string => `${namespace}/${name}/${kind}`

/** What clients are called by what carries their requests before and after. */
export function kindName(before: Carrier, after: Carrier): string {
  const names = {
    sidecar: 'pods on sidecars',
    ztunnel: 'ambient pods',
    gateway: 'ingress gateways',
    unknown: 'pods of an unknown data plane',
    none: 'clients outside the mesh',
  } as const
  if (before === after) return names[before]
  const short = { sidecar: 'sidecar', ztunnel: 'ambient', gateway: 'gateway', unknown: 'an unknown data plane', none: 'no proxy' } as const
  return `pods that go from ${short[before]} to ${short[after]}`
}
