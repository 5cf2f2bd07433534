import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type AnnouncedAddress, type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import { hasSidecar } from '../../../../src/model/data-plane.ts'
import type { Atom } from '../../../../src/model/predicate.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { showsSidecar } from '../../migration/enrolment.ts'
import type { Migration } from '../../migration/migration.ts'
import { envoyReason } from '../../migration/needs/access.ts'
import { type Term, type TermRule, termRules } from '../../migration/policy/terms.ts'
import { seenRule } from '../../migration/policy/ztunnel-vocabulary.ts'

/** A client that a policy admits by name: a service account, or all of a namespace. */
interface Caller {
  readonly namespace: string
  readonly account?: string
}

/**
 * Callers that a policy admits by name and that lose all access to some pods: what admits them only a waypoint can see, and none is on their
 * way. `orders` admits `shop/front` with GET; `front` stays on its sidecar, or the pods have a headless Service alone. That is an outage of
 * the very clients that the policy is for, and said of them by name.
 */
export function lostCallers(migration: Migration): Diagnostic[] {
  const admitted = admittedBy(migration)
  return migration.mesh.authorization.flatMap((policy) => {
    if (policy.effect !== 'allow' || policy.dryRun || policy.attachment.scope === 'targets') return []
    const reason = envoyReason(policy)
    const named = reason === undefined ? [] : callersOf(policy)
    const groups = new Map<string, { readonly lost: readonly Caller[]; readonly workloads: Workload[] }>()
    for (const { workload, admitting } of named.length === 0 ? [] : (admitted.get(policy) ?? [])) {
      const lost = named.filter((caller) => loses(migration, workload, caller, admitting))
      if (lost.length === 0) continue
      const key = lost.map(textOf).join()
      const group = groups.get(key) ?? { lost, workloads: [] }
      groups.set(key, group)
      group.workloads.push(workload)
    }
    const everybody = namesAll(policy) ? named.length : undefined
    return [...groups.values()].map(({ lost, workloads }) => {
      const definition = lost.length === everybody ? catalogue.callersLost : catalogue.someCallersLost
      const pods = workloads.map(({ namespace, name }) => `${namespace}/${name}`).sort(compareText)
      const params = { policy: policy.name, pods, callers: lost.map(textOf).sort(compareText) }
      const related = workloads.map(({ place, namespace, name }) => ({ place, message: `\`${namespace}/${name}\`` }))
      return diagnose(definition, reason!.cause, params, { related, announcesAt: addresses(migration, workloads) })
    })
  })
}

/** A workload that moves, with all policies that admit clients to it. */
interface Admitted {
  readonly workload: Workload
  readonly admitting: readonly AuthorizationPolicy[]
}

/** By policy, in one look at the workloads: asking each policy about each workload is quadratic. */
function admittedBy(migration: Migration): ReadonlyMap<AuthorizationPolicy, readonly Admitted[]> {
  const admitted = new Map<AuthorizationPolicy, Admitted[]>()
  for (const workload of migration.mesh.workloads.filter(migration.workloadMoves)) {
    const admitting = migration.policiesOfWorkload(workload).authorization.filter(({ effect, dryRun }) => effect === 'allow' && !dryRun)
    for (const policy of new Set(admitting)) {
      const those = admitted.get(policy)
      if (those === undefined) admitted.set(policy, [{ workload, admitting }])
      else those.push({ workload, admitting })
    }
  }
  return admitted
}

function addresses(migration: Migration, workloads: readonly Workload[]): readonly AnnouncedAddress[] {
  const services = new Set(workloads.flatMap((workload) => migration.servicesOf(workload)))
  return [
    ...workloads.map(({ namespace, name }) => ({ of: 'pods', namespace, name }) as const),
    ...[...services].map(({ namespace, name }) => ({ of: 'service', namespace, name }) as const),
  ]
}

/** No rule that admits it can be seen by ztunnel, and no waypoint is on its way. */
function loses(migration: Migration, workload: Workload, caller: Caller, admitting: readonly AuthorizationPolicy[]): boolean {
  if (migration.servicesOf(workload).some((service) => migration.waypointOf(service) !== undefined) && !keepsSidecar(migration, caller))
    return false
  return !admitting.some((policy) => termRules(policy).some((rule) => seenRule(rule) && mayAdmit(rule, caller)))
}

function mayAdmit({ clauses }: TermRule, caller: Caller): boolean {
  return clauses.every(
    ({ about, alternatives }) => about === 'operation' || alternatives.some((terms) => terms.every((term) => mayHold(term, caller))),
  )
}

function mayHold({ negated, atoms }: Term, caller: Caller): boolean {
  const callers = atoms.map(callerIn)
  if (negated) return !callers.some((one) => one !== undefined && textOf(one) === textOf(caller))
  return callers.some((one) => one === undefined || isSame(one, caller))
}

function isSame(one: Caller, other: Caller): boolean {
  return one.namespace === other.namespace && (one.account === undefined || other.account === undefined || one.account === other.account)
}

/** True for callers whose pods all keep their sidecars, which pass no waypoint. */
function keepsSidecar(migration: Migration, { namespace, account }: Caller): boolean {
  const pods = migration.workloadsIn(namespace).filter(({ serviceAccount }) => account === undefined || serviceAccount === account)
  if (pods.length > 0) return pods.every((pod) => showsSidecar(pod) && !migration.workloadMoves(pod))
  return hasSidecar(migration.namespaceNamed(namespace)?.dataPlane) && !migration.movesWhole(namespace)
}

/** True where every rule names its callers, each by its whole name. */
function namesAll(policy: AuthorizationPolicy): boolean {
  const rules = termRules(policy)
  return rules.every(({ clauses }) =>
    clauses.some(({ alternatives }) =>
      alternatives.every((terms) => terms.some(({ negated, atoms }) => !negated && atoms.every((atom) => callerIn(atom) !== undefined))),
    ),
  )
}

function callersOf(policy: AuthorizationPolicy): readonly Caller[] {
  const terms = termRules(policy).flatMap(({ clauses }) => clauses.flatMap(({ alternatives }) => alternatives.flat()))
  const named = terms.flatMap(({ negated, atoms }) => (negated ? [] : atoms.flatMap((atom) => callerIn(atom) ?? [])))
  return [...new Map(named.map((caller) => [textOf(caller), caller])).values()]
}

function callerIn(atom: Atom): Caller | undefined {
  if (atom.kind !== 'identity') return undefined
  const { match } = atom
  if (match.by === 'service-account') return { namespace: match.namespace, account: match.name }
  if (match.by === 'namespace') return match.glob.includes('*') || match.pattern !== undefined ? undefined : { namespace: match.glob }
  if (match.by !== 'principal' || match.match.op !== 'exact') return undefined
  const [, namespace, account] = /^[^/]*\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(match.match.value) ?? []
  return namespace === undefined || account === undefined ? undefined : { namespace, account }
}

function textOf({ namespace, account }: Caller): string {
  return account === undefined ? `namespace ${namespace}` : `${namespace}/${account}`
}
