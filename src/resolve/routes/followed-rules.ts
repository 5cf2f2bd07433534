import type { BackendPolicy } from '../../model/backend.ts'
import type { Mesh } from '../../model/mesh.ts'
import { policiesCovering, policyHost } from '../backend-policies.ts'

/** DestinationRules of one host that Istio has made one of, for clients of some labels or for all of a namespace. */
interface MergedRules {
  /** The oldest comes first: subsets are put together, and the first traffic policy counts. */
  readonly rules: readonly [BackendPolicy, ...BackendPolicy[]]
}

/**
 * The DestinationRules of a host that may count for clients of a namespace: those of the most specific host in the first place that has one, the
 * client's namespace, what the Service's exports, what the root namespace exports. The most specific host is looked for before it is asked to whom
 * its rules are exported, and a rule for clients of some labels stays in its namespace (istio:pilot/pkg/model/push_context.go setDestinationRules,
 * destinationRule, getExportedDestinationRuleFromNamespace).
 */
export function rulesSeenFrom(mesh: Mesh, client: string, service: RuleTarget): readonly BackendPolicy[] {
  return layersSeenFrom(mesh, client, service)[0] ?? []
}

/** A Service, or a host of a ServiceEntry. */
interface RuleTarget {
  readonly host: string
  readonly namespace: string
}

/**
 * The same, and after it what counts where those rules do not: a rule that is put together with an older one is seen only where that one is exported
 * (measured: istiod eed52ebb, findings/one-default-written-out-unmerges-rules.sh). An empty layer stands for no rule.
 */
export function layersSeenFrom(mesh: Mesh, client: string, service: RuleTarget): readonly (readonly BackendPolicy[])[] {
  const { rootNamespace } = mesh.settings
  const covering = policiesCovering(mesh, service.host)
  const own = covering.filter(
    (rule) => rule.namespace === client && (client === rootNamespace ? isPrivate(rule, mesh) : isForItsNamespace(rule)),
  )
  const local = mostSpecific(own, mesh)
  if (local.length > 0) return [local]
  const layers: (readonly BackendPolicy[])[] = []
  for (const name of new Set([service.namespace, rootNamespace])) {
    const exported = mostSpecific(
      covering.filter((rule) => rule.namespace === name && !isPrivate(rule, mesh)),
      mesh,
    )
    const seen = exported.filter((rule) => isExportedTo(rule, client))
    if (seen.length === 0) continue
    layers.push(seen)
    const hidden = exported.filter((rule) => !seen.includes(rule))
    if (!seen.every((rule) => hidden.some((other) => mayTakeIn(other, rule)))) return layers
  }
  return [...layers, []]
}

function isExportedTo(rule: BackendPolicy, client: string): boolean {
  const exports = exportsOf(rule)
  return exports.length === 0 || exports.some((entry) => entry === '*' || entry === client)
}

/** Whether a rule may be put together with an older one. */
function mayTakeIn(older: BackendPolicy, rule: BackendPolicy): boolean {
  const [was, is] = [older.creationTimestamp, rule.creationTimestamp].map((time) => Date.parse(time ?? ''))
  return isWithin(exportsOf(older), exportsOf(rule)) && !(was! > is!)
}

/**
 * Rules of one host as Istio puts them together: only those that are exported to the same namespaces, so that of the others the youngest counts alone
 * (istio:pilot/pkg/model/destination_rule.go mergeDestinationRule, sidecar.go DestinationRule). `rules` have the oldest first.
 */
function mergedRules(rules: readonly BackendPolicy[]): readonly MergedRules[] {
  const merged: { exports: readonly string[]; rules: [BackendPolicy, ...BackendPolicy[]] }[] = []
  for (const rule of rules) {
    const exports = exportsOf(rule)
    const into = merged.filter((other) => isWithin(other.exports, exports) && (other.exports.length > 0 || exports.length === 0))
    for (const other of into) other.rules.push(rule)
    const last = merged.at(-1)
    if (last === undefined || !into.includes(last)) merged.push({ exports, rules: [rule] })
  }
  return merged
}

/** The rules that count for clients of any labels, the first one first; several where the input does not say which is the oldest. */
export function countingOrders(rules: readonly BackendPolicy[]): readonly (readonly BackendPolicy[])[] {
  const fillIns = rules.filter(({ fillsIn }) => fillsIn === true)
  const written = byAge(rules.filter(({ fillsIn }) => fillsIn !== true))
  const isKnown = written.filter(({ creationTimestamp }) => creationTimestamp === undefined).length === 0
  const orders = isKnown
    ? [written]
    : written.flatMap((first) => {
        const others = written.filter((rule) => rule !== first)
        return [
          [first, ...others],
          [...others, first],
        ]
      })
  if (written.length === 0) return [fillIns]
  return orders.map((order) => [...(mergedRules(order).at(-1)?.rules ?? []), ...fillIns])
}

/** Of the same age, the first name (istio:pilot/pkg/model/push_context.go sortConfigBySelectorAndCreationTime). */
function byAge(rules: readonly BackendPolicy[]): readonly BackendPolicy[] {
  const age = ({ creationTimestamp = '' }: BackendPolicy): number => Date.parse(creationTimestamp) || 0
  return [...rules].sort((a, b) => age(a) - age(b))
}

const isWithin = (some: readonly string[], all: readonly string[]): boolean => some.every((entry) => all.includes(entry))

const exportsOf = ({ clientSelector, exportTo = [] }: BackendPolicy): readonly string[] => (clientSelector === undefined ? exportTo : ['.'])

function isForItsNamespace(rule: BackendPolicy): boolean {
  const exports = exportsOf(rule)
  return exports.length === 0 || exports.some((entry) => entry === '*' || entry === '.' || entry === rule.namespace)
}

function isPrivate(rule: BackendPolicy, { settings }: Mesh): boolean {
  const exports = new Set(exportsOf(rule))
  if (exports.size === 0) return settings.defaultExportTo.backendPolicies.includes('.')
  return exports.size === 1 && (exports.has('.') || exports.has(rule.namespace))
}

function mostSpecific(rules: readonly BackendPolicy[], mesh: Mesh): readonly BackendPolicy[] {
  const rank = (rule: BackendPolicy): number => (policyHost(mesh, rule).startsWith('*') ? policyHost(mesh, rule).length : 1_000)
  const best = Math.max(...rules.map(rank))
  return rules.filter((rule) => rank(rule) === best)
}
