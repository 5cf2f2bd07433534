import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import { sidecarLabels } from '../../../../src/model/injected-labels.ts'
import { isGivenByController, type LabelSelector, meetsSelector } from '../../../../src/model/label-selector.ts'
import type { NetworkPolicy } from '../../../../src/model/network-policy.ts'
import type { Labels, Workload } from '../../../../src/model/workload.ts'
import { controllerOfPods } from '../../../../src/resolve/controllers.ts'
import type { HoldBack, Migration } from '../migration.ts'

/**
 * Running Pods that a NetworkPolicy knows by a label that they will not have once they are made anew. Example: `kubectl label pod cart-7d9 quarantine=yes`
 * and a NetworkPolicy for `quarantine: "yes"` cut a pod off; its Deployment does not have the label, and moving restarts the pods.
 */
export function restartedPodHoldBacks(plan: Migration): HoldBack[] {
  const { networkPolicies, workloads } = plan.mesh
  if (networkPolicies.length === 0) return []
  return workloads.flatMap((pods): HoldBack[] => {
    const controller = controllerOfPods(pods, plan.mesh)
    if (controller === undefined || !plan.moves(pods.namespace)) return []
    const [now, anew] = [ownLabels(pods), ownLabels(controller)]
    const policy = networkPolicies.find((candidate) =>
      selectorsOf(candidate).some((selector) => meetsSelector(selector, now) !== meetsSelector(selector, anew)),
    )
    if (policy === undefined) return []
    const params = { pod: objectText(pods), controller: objectText(controller), policy: objectText(policy.place.object) }
    const cause = diagnose(catalogue.podLabelGoesWithRestart, pods.templatePlace.field('labels'), params)
    // Pods that stay in a namespace that moves are restarted as well: their template says then that they stay.
    return [{ subject: { namespace: pods.namespace }, cause }]
  })
}

function selectorsOf({ pods, ingress, egress }: NetworkPolicy): LabelSelector[] {
  const peers = [...ingress, ...egress].flatMap((rule) => rule.peers)
  return [pods, ...peers.flatMap((peer) => (peer.kind === 'pods' && peer.pods !== undefined ? [peer.pods] : []))]
}

/** Without what controllers and the injector give: the pods that come next get that as well, or other checks look at it. */
function ownLabels({ labels }: Workload): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => !isGivenByController(label) && !sidecarLabels.includes(label)))
}
