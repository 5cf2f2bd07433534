import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../../src/diagnostics/place.ts'
import { canonical } from '../../../../../src/model/canonical.ts'
import { sidecarLabels } from '../../../../../src/model/injected-labels.ts'
import { isGivenByController, type LabelSelector, meetsSelector } from '../../../../../src/model/label-selector.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { NetworkPolicy } from '../../../../../src/model/network-policy.ts'
import { atomsOf } from '../../../../../src/model/predicate.ts'
import { type Labels, selects, type Workload } from '../../../../../src/model/workload.ts'
import { controllerOfPods } from '../../../../../src/resolve/controllers.ts'
import { selectorHolds } from '../../../../../src/resolve/network/endpoint-identity.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/** An object that knows pods by their labels, and whether it is about pods with some labels in a namespace. */
interface ByLabels {
  readonly place: Place
  selects(labels: Labels, namespace: string): boolean | 'unknown'
}

/**
 * Running Pods that a policy knows by a label that they will not have once they are made anew. Example: `kubectl label pod cart-7d9 quarantine=yes`
 * and a NetworkPolicy for `quarantine: "yes"` cut a pod off; its Deployment does not have the label, and moving restarts the pods. The same goes for
 * selectors of AuthorizationPolicies, PeerAuthentications, Sidecars and policies of Cilium, and for `sourceLabels` of routes.
 */
export function restartedPodHoldBacks(migration: Migration): HoldBack[] {
  const { mesh } = migration
  const restarted = mesh.workloads.flatMap((pods) => {
    const controller = migration.moves(pods.namespace) ? controllerOfPods(pods, mesh) : undefined
    if (controller === undefined) return []
    const [now, anew] = [ownLabels(pods), ownLabels(controller)]
    return canonical(now) === canonical(anew) ? [] : [{ pods, controller, now, anew }]
  })
  if (restarted.length === 0) return []
  const selectors = selectorsIn(mesh)
  return restarted.flatMap(({ pods, controller, now, anew }): HoldBack[] => {
    const policy = selectors.find(({ selects }) => selects(now, pods.namespace) !== selects(anew, pods.namespace))
    if (policy === undefined) return []
    const params = { pod: objectText(pods), controller: objectText(controller), policy: objectText(policy.place.object) }
    const cause = diagnose(catalogue.podLabelGoesWithRestart, pods.templatePlace.field('labels'), params)
    // Pods that stay in a namespace that moves may be restarted as well.
    return [{ subject: { namespace: pods.namespace }, cause }]
  })
}

function selectorsIn(mesh: Mesh): ByLabels[] {
  const attached = [...mesh.authorization, ...mesh.requestAuthentication, ...mesh.peerAuthentication, ...mesh.extensions]
  return [
    ...mesh.networkPolicies.flatMap((policy) =>
      selectorsOf(policy).map((selector): ByLabels => ({ place: policy.place, selects: (labels) => meetsSelector(selector, labels) })),
    ),
    ...attached.flatMap(({ attachment, place }): ByLabels[] =>
      attachment.scope === 'workloads' ? [ofNamespace(attachment.labels, attachment.namespace, place)] : [],
    ),
    ...mesh.egress.flatMap(({ labels, namespace, place }) => (labels === undefined ? [] : [ofNamespace(labels, namespace, place)])),
    ...mesh.endpointPolicies.flatMap(({ subject, ingress, egress, place }) => {
      const peers = [ingress, egress].flatMap(({ allow, deny }) => [...allow, ...deny].flatMap((rule) => rule.peers ?? []))
      const selectors = [subject.selector, ...peers.flatMap((peer) => (peer.kind === 'endpoints' ? [peer.selector] : []))]
      return selectors.map(
        (selector): ByLabels => ({
          place,
          selects: (labels, namespace) => selectorHolds(mesh, selector, { kind: 'pod', namespace, labels }),
        }),
      )
    }),
    ...mesh.routes.flatMap(({ http, place }) =>
      http
        .flatMap(({ matches }) => matches.flatMap(({ predicate }) => [...atomsOf(predicate)]))
        .flatMap((atom): ByLabels[] =>
          atom.kind === 'client-labels' ? [{ place, selects: (labels) => selects(atom.labels, labels) }] : [],
        ),
    ),
  ]
}

function ofNamespace(wanted: Labels, only: string | undefined, place: Place): ByLabels {
  return { place, selects: (labels, namespace) => (only ?? namespace) === namespace && selects(wanted, labels) }
}

function selectorsOf({ pods, ingress, egress }: NetworkPolicy): LabelSelector[] {
  const peers = [...ingress, ...egress].flatMap((rule) => rule.peers)
  return [pods, ...peers.flatMap((peer) => (peer.kind === 'pods' && peer.pods !== undefined ? [peer.pods] : []))]
}

/** Without what controllers and the injector give: the pods that come next get that as well, or other checks look at it. */
function ownLabels({ labels }: Workload): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => !isGivenByController(label) && !sidecarLabels.includes(label)))
}
