import { identityOf } from '../manifest/edit/objects-to-add.ts'
import { isRecord } from '../manifest/object/identity.ts'
import { groupOf } from '../model/api-group.ts'
import type { Change } from '../model/change.ts'
import type { Mesh } from '../model/mesh.ts'
import type { SourceObject } from '../model/object.ts'
import { ownValue } from '../model/own-value.ts'
import { namespaceOf } from '../rollout/namespace-of-change.ts'
import type { Translation } from '../translation.ts'
import { LinkedNamespaces, linkedToAll } from '../verify/reach/linked-namespaces.ts'

/**
 * Which changes of a translation can decide about destinations in a namespace: those of namespaces that are linked to it. A change of an object that says
 * something about all clients, or of a kind that is not listed here, concerns all.
 */
export class Slices {
  readonly #linked: LinkedNamespaces
  readonly #groups: ReadonlyMap<Change, string>
  readonly #numbers: ReadonlyMap<Change, number>

  /** `start` and `end` are the meshes before the first and after the last change. */
  constructor({ emission, input, mesh }: Translation, start: Mesh, end: Mesh) {
    this.#linked = new LinkedNamespaces([start, end])
    const routesOnNodes = end.nodeRoutes.length > 0
    const labelsAsked = [start, end].some(asksNamespaceLabels)
    const values = new Map(input.objects.map((object) => [identityOf(object.ref), object]))
    this.#numbers = new Map(emission.changes.map((change, index) => [change, index]))
    this.#groups = new Map(
      emission.changes.map((change) => {
        const namespace = namespaceOf(change)
        const isLocal =
          !['', mesh.settings.rootNamespace].includes(namespace) &&
          isOfItsNamespace(change, change.kind === 'add' ? undefined : values.get(identityOf(change.target))) &&
          !(routesOnNodes && isRoute(change)) &&
          !(labelsAsked && isNamespace(change))
        return [change, isLocal ? this.#linked.groupOf(namespace) : this.#linked.groupOf(linkedToAll)]
      }),
    )
  }

  /** What decides about destinations in namespaces once some changes are made, by name; without namespaces about any. */
  of(changes: readonly Change[]): (namespaces: readonly string[]) => string {
    const all = this.#linked.groupOf(linkedToAll)
    const numbers = changes.map((change) => ({ group: this.#groups.get(change)!, number: this.#numbers.get(change)! }))
    numbers.sort((a, b) => a.number - b.number)
    const known = new Map<string, string>()
    return (namespaces) => {
      const groups = new Set([all, ...namespaces.map((namespace) => this.#linked.groupOf(namespace))])
      const whole = namespaces.length === 0 || namespaces.some((namespace) => this.#linked.groupOf(namespace) === all)
      const key = whole ? linkedToAll : [...groups].sort().join(' ')
      const made =
        known.get(key) ??
        numbers
          .filter(({ group }) => whole || groups.has(group))
          .map(({ number }) => number)
          .join(' ')
      known.set(key, made)
      return made
    }
  }
}

/** Kinds of which an object decides about destinations in its own namespace, and in those that it names. Selectors select pods beside it. */
const ofTheirNamespace: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Pod',
  '/Service',
  '/ServiceAccount',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'batch/Job',
  'cilium.io/CiliumNetworkPolicy',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/ReferenceGrant',
  'gateway.networking.k8s.io/TCPRoute',
  'gateway.networking.k8s.io/TLSRoute',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/VirtualService',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
])

function isOfItsNamespace(change: Change, was: SourceObject | undefined): boolean {
  const { apiVersion, kind } = change.kind === 'add' ? change.object : change.target
  const spec = change.kind === 'add' ? (change.object as unknown as Record<string, unknown>).spec : ownValue(was?.value ?? {}, 'spec')
  const has = (field: string) => isRecord(spec) && ownValue(spec, field) !== undefined
  // A new name may be the one of another host.
  if (kind === 'Service' && change.kind !== 'edit') return false
  // Where clients have subsets of their own, routes are asked for each of their namespaces.
  if (kind === 'DestinationRule') return change.kind !== 'edit' && !has('subsets')
  // What leaves pods is for clients of any destination, and what is asked of requests has proxies elsewhere stand behind a listener of Cilium.
  if (kind === 'CiliumNetworkPolicy')
    return change.kind !== 'edit' && !has('egress') && !has('egressDeny') && !has('specs') && !JSON.stringify(spec).includes('"http"')
  return ofTheirNamespace.has(`${groupOf(apiVersion)}/${kind}`)
}

/** Whether policies of the network know clients by labels of their namespaces: then such a label decides about destinations elsewhere. */
function asksNamespaceLabels({ endpointPolicies, kubernetesPolicies }: Mesh): boolean {
  const selectors = [...endpointPolicies, ...kubernetesPolicies].flatMap(({ subject, ingress, egress }) => [
    subject.selector,
    ...[ingress, egress].flatMap(({ allow, deny }) =>
      [...allow, ...deny].flatMap(({ peers = [] }) => peers.flatMap((peer) => (peer.kind === 'endpoints' ? [peer.selector] : []))),
    ),
  ])
  return selectors.flat().some(({ attribute }) => attribute.kind === 'namespace-label')
}

function isNamespace(change: Change): boolean {
  const { apiVersion, kind } = change.kind === 'add' ? change.object : change.target
  return apiVersion === 'v1' && kind === 'Namespace'
}

function isRoute(change: Change): boolean {
  const { apiVersion, kind } = change.kind === 'add' ? change.object : change.target
  return groupOf(apiVersion) === 'gateway.networking.k8s.io' && kind !== 'Gateway'
}
