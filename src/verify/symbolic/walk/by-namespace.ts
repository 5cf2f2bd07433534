import { type EgressDecision, sidecarsText } from '../../../resolve/routes/sidecar-scope.ts'
import type { Truth } from '../../../resolve/truth.ts'
import { attributes } from '../attribute.ts'
import { anyOf, textIn } from '../condition.ts'
import { type DecisionTree, denied } from '../decision-tree.ts'
import type { Asked } from './walk.ts'

/** How clients of a namespace are treated; `alone`: the key is for this namespace only, though its Sidecars be like those of others. */
interface NamespaceVariant {
  readonly key: string
  readonly tree: () => DecisionTree
  readonly alone?: boolean
}

/**
 * A tree for each set of namespaces whose clients are treated alike: those of one key. `named` are the namespaces that something about the
 * destination names: that of a Service or a table of routes, and those in `exportTo`. All others differ in their Sidecars only. Where 500
 * namespaces have the same Sidecar, which lists `./*` and `istio-system/*`, one of them is asked.
 */
export function byNamespace(asked: Asked, named: ReadonlySet<string>, of: (namespace: string) => NamespaceVariant): DecisionTree {
  const variants = new Map<string, { tree: () => DecisionTree; namespaces: string[] }>()
  const alike = new Map<string, { tree: () => DecisionTree; namespaces: string[] }>()
  const variantOf = (namespace: string) => {
    const sidecars = named.has(namespace) ? undefined : sidecarsText(asked.mesh, namespace)
    const known = sidecars === undefined ? undefined : alike.get(sidecars)
    if (known !== undefined) return known
    const { key, tree, alone } = of(namespace)
    const variant = variants.get(key) ?? { tree, namespaces: [] }
    variants.set(key, variant)
    if (sidecars !== undefined && alone !== true) alike.set(sidecars, variant)
    return variant
  }
  const elsewhere = variantOf(unnamedNamespace)
  for (const namespace of asked.clientNamespaces) variantOf(namespace).namespaces.push(namespace)
  let tree = elsewhere.tree()
  for (const variant of variants.values()) {
    if (variant === elsewhere) continue
    const when = anyOf(variant.namespaces.map((value) => textIn(attributes.clientNamespace, { kind: 'exact', value })))
    tree = { kind: 'if', when, yes: variant.tree(), no: tree }
  }
  return tree
}

/** No cluster has a namespace of this name. */
const unnamedNamespace = ''

/** Through the cluster that the client's sidecar has for a destination, or past it, through PassthroughCluster. */
export function clustered(known: Truth, through: () => DecisionTree, past: () => DecisionTree, about: string): DecisionTree {
  if (known === 'unknown') return { kind: 'unknown', needs: 'which Sidecar the client has', among: [through(), past()], about }
  return known ? through() : past()
}

/** Clients of whom something is unknown are treated alike where the same is unknown of them. */
export function doubtIn({ allowed, known, each }: EgressDecision): string {
  return allowed === 'unknown' || known === 'unknown' ? each : String(allowed)
}

/** What the client's own sidecar may not let out. `about`: what the Sidecars that may be the client's say. */
export function leaving(allowed: Truth, tree: () => DecisionTree, about: string): DecisionTree {
  if (allowed === 'unknown') return { kind: 'unknown', needs: 'which Sidecar the client has', among: [tree()], about }
  return allowed ? tree() : denied
}
