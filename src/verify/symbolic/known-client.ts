import { accepts } from '../../algebra/language/language.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { attributes, clientLabel } from './attribute.ts'
import { type Condition, constant, neverTrue, withLeaves } from './condition.ts'
import type { DecisionTree } from './decision-tree.ts'
import { withConditions } from './tree-conditions.ts'

/** A tree for the requests of one workload's pods: whatever is asked about who the client is has an answer. */
export function asClient({ settings }: Mesh, pods: Workload, tree: DecisionTree): DecisionTree {
  const known = new Map<string, string>([
    [attributes.clientTrustDomain.name, settings.trustDomain],
    [attributes.clientNamespace.name, pods.namespace],
    [attributes.clientAccount.name, pods.serviceAccount],
    ...Object.entries(pods.labels).map(([key, value]) => [clientLabel(key).name, value] as const),
  ])
  return withConditions(tree, (condition) => filled(condition, known, true))
}

/** A tree for the requests of gateways, which are the mesh's own. */
export function asGateway(mesh: Mesh, tree: DecisionTree): DecisionTree {
  const { known, conditions } = ofGateways(mesh)
  return withConditions(tree, (condition) => {
    const own = conditions.get(condition) ?? filled(condition, known, false)
    conditions.set(condition, own)
    return own
  })
}

/** What is known of gateways, and conditions of the mesh's trees as they are for these. */
const ofGateways = perMesh(({ settings }) => ({
  known: new Map([[attributes.clientTrustDomain.name, settings.trustDomain]]),
  conditions: new WeakMap<Condition, Condition>(),
}))

function filled(condition: Condition, known: ReadonlyMap<string, string>, everyLabel: boolean): Condition {
  return withLeaves(condition, (leaf) => {
    if (leaf.kind !== 'text') return leaf
    const value = known.get(leaf.attribute.name)
    if (value !== undefined) return constant(accepts(leaf.language, value))
    return everyLabel && leaf.attribute.kind === 'client-label' ? neverTrue : leaf
  })
}
