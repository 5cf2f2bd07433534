import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Change, Edit } from '../../../../src/model/change.ts'
import type { Service } from '../../../../src/model/service.ts'
import { selects } from '../../../../src/model/workload.ts'
import { lostAtWaypoint } from '../../plan/hold-back/attributes.ts'
import { originalStays } from '../../plan/hold-back/misread.ts'
import { rehomed } from '../../plan/hold-back/pods.ts'
import { envoyReason } from '../../plan/needs/access.ts'
import type { Plan } from '../../plan/plan.ts'
import { covers, near, podsBehind, podsOf } from '../../plan/pods.ts'
import { portTable } from '../../plan/policy/service-ports.ts'
import { atomsOfPolicy } from '../../plan/policy/terms.ts'
import { blindToSource, decidedByZtunnel, misread } from '../../plan/policy/ztunnel-vocabulary.ts'
import { hasEmptySelector, retargetEdits, specPath, ztunnelEdits } from './edits.ts'
import { type Home, homesOf } from './homes.ts'
import { authorizationPolicy, type ObjectNames } from './object-names.ts'
import { selectorOf, waypointsOf, ztunnelScopes } from './scopes.ts'
import { type WaypointRules, waypointRules } from './waypoint-rules.ts'
import { writeRule } from './written-rule.ts'
import { exempt, ztunnelRules } from './ztunnel-rules.ts'

interface Output {
  readonly changes: Change[]
  readonly diagnostics: Diagnostic[]
}

/** Everything that one AuthorizationPolicy becomes. */
export function emitPolicy(plan: Plan, policy: AuthorizationPolicy, names: ObjectNames): Output {
  const out: Output = { changes: [], diagnostics: [] }
  if (policy.attachment.scope === 'targets' || ztunnelScopes(plan, policy.attachment).length === 0) return out
  const targets = plan.servicesUnder(policy)
  const stays = originalStays(plan, policy)
  if (policy.dryRun || policy.effect === 'audit') {
    emitLogging(plan, policy, targets, stays, names, out)
    return out
  }
  const reason = envoyReason(policy)
  if (reason === undefined) {
    editOriginal(plan, policy, targets, out)
    if (rehomed(policy)) addHomes(policy, homes(plan, policy, targets, out), names, [policy.place], out)
    return out
  }
  const causes = [reason.cause]
  if (targets.length === 0) {
    denyUnseen(plan, policy, stays, names, causes, out)
    announceUncovered(plan, policy, reason.cause, out)
    return out
  }
  const found = homes(plan, policy, targets, out)
  if (stays) {
    editOriginal(plan, policy, targets, out)
    addHomes(policy, found, names, causes, out)
  } else retarget(policy, found, names, causes, out)
  addDirect(plan, policy, targets, stays, names, causes, out)
  for (const waypoint of waypointsOf(plan, targets)) {
    out.diagnostics.push(
      diagnose(catalogue.directCallersDenied, reason.cause, { policy: policy.name, waypoint: `${waypoint.namespace}/${waypoint.name}` }),
    )
  }
  announceUncovered(plan, policy, reason.cause, out)
  return out
}

function emitLogging(
  plan: Plan,
  policy: AuthorizationPolicy,
  targets: readonly Service[],
  stays: boolean,
  names: ObjectNames,
  out: Output,
): void {
  const possible = targets.length > 0 && !atomsOfPolicy(policy).some((atom) => lostAtWaypoint(atom) !== undefined)
  const at = policy.dryRun ? policy.place.field('metadata') : policy.place.field('spec').field('action')
  if (!possible) {
    out.diagnostics.push(diagnose(policy.dryRun ? catalogue.dryRunLeft : catalogue.auditNotAtZtunnel, at, { policy: policy.name }))
    return
  }
  const found = homes(plan, policy, targets, out)
  if (stays) addHomes(policy, found, names, [at], out)
  else retarget(policy, found, names, [at], out)
}

/** What stays at ztunnel under its own name: respelled where ztunnel reads it otherwise, and with waypoints taken out of denials. */
function editOriginal(plan: Plan, policy: AuthorizationPolicy, targets: readonly Service[], out: Output): void {
  const waypoints = blindToSource(policy) ? [] : waypointsOf(plan, targets)
  const { edits, respells } = ztunnelEdits(plan, policy, decidedByZtunnel(policy), waypoints)
  const emptySelector = hasEmptySelector(policy) && !selectsAllAtZtunnel(policy)
  if (emptySelector) {
    edits.push({ op: 'delete', path: specPath(policy, 'selector') })
    out.diagnostics.push(diagnose(catalogue.emptySelector, policy.place.field('spec').field('selector'), { policy: policy.name }))
  }
  if (respells !== undefined) out.diagnostics.push(diagnose(catalogue.respelledForZtunnel, respells, { policy: policy.name }))
  if (edits.length === 0) return
  const why =
    respells === undefined && emptySelector ? 'ztunnel attaches an empty selector to nothing' : 'ztunnel has to decide it as sidecars did'
  out.changes.push({ kind: 'edit', target: policy.place.object, edits, causes: [policy.place], why })
}

/** `matchLabels: {}` is every pod to ztunnel too, unlike `selector: {}`. */
function selectsAllAtZtunnel({ attachment }: AuthorizationPolicy): boolean {
  return 'emptySelector' in attachment && attachment.emptySelector === 'empty-labels'
}

function homes(plan: Plan, policy: AuthorizationPolicy, targets: readonly Service[], out: Output): Home<WaypointRules>[] {
  // Without ports in it a policy says the same for every Service.
  const saysPorts = atomsOfPolicy(policy).some((atom) => atom.kind === 'destination-port')
  let same: { body: WaypointRules; key: string } | undefined
  const housed = targets.flatMap((service) => {
    const said = (saysPorts ? undefined : same) ?? keyed(waypointRules(policy, portTable(service, plan.workloadsOf(service))))
    same = said
    const { body } = said
    if (body.narrowed) out.diagnostics.push(diagnose(catalogue.narrowedPorts, policy.place, { policy: policy.name, service: service.name }))
    // A denial that can match nothing need not be written; an allow policy without rules goes on denying.
    if (policy.effect !== 'allow' && body.rules.length === 0) return []
    return [{ service, ...said }]
  })
  const classRef = !policy.dryRun && (policy.effect === 'deny' || (policy.effect === 'allow' && policy.rules.length === 0))
  return homesOf(plan, policy.attachment, housed, classRef)
}

function keyed(body: WaypointRules): { body: WaypointRules; key: string } {
  return { body, key: JSON.stringify(body.rules.map((rule) => writeRule(rule.clauses))) }
}

function addHomes(
  policy: AuthorizationPolicy,
  found: readonly Home<WaypointRules>[],
  names: ObjectNames,
  causes: readonly Place[],
  out: Output,
): void {
  for (const home of found) out.changes.push(addedHome(policy, home, names, causes))
}

/** The policy's own document moves to the waypoint; what does not fit in it is added beside it. */
function retarget(
  policy: AuthorizationPolicy,
  found: readonly Home<WaypointRules>[],
  names: ObjectNames,
  causes: readonly Place[],
  out: Output,
): void {
  const own = found.find((home) => home.namespace === policy.namespace)
  for (const home of found) {
    if (home !== own) out.changes.push(addedHome(policy, home, names, causes))
  }
  const target = policy.place.object
  if (own === undefined) {
    const why = 'none of the ports it names is a port of the Services in front of its pods'
    if (found.length === 0) out.changes.push({ kind: 'remove', target, causes, why })
    return
  }
  const why = 'it is enforced by the waypoint of the Services'
  out.changes.push({ kind: 'edit', target, edits: retargetEdits(policy, own), causes, why })
}

function addedHome(policy: AuthorizationPolicy, home: Home<WaypointRules>, names: ObjectNames, causes: readonly Place[]): Change {
  const spec = {
    targetRefs: home.targetRefs,
    ...(policy.effect === 'allow' ? {} : { action: actionOf(policy) }),
    ...(policy.provider === undefined ? {} : { provider: { name: policy.provider } }),
    ...(home.body.rules.length === 0 ? {} : { rules: home.body.rules.map((rule) => writeRule(rule.clauses)) }),
  }
  const annotations = policy.dryRun ? { 'istio.io/dry-run': 'true' } : undefined
  const object = authorizationPolicy(home.namespace, names.claim(home.namespace, policy.name, 'waypoint'), spec, annotations)
  return { kind: 'add', object, causes, why: 'requests that pass the waypoint are decided there' }
}

function actionOf(policy: AuthorizationPolicy): string {
  return { allow: 'ALLOW', deny: 'DENY', audit: 'AUDIT', external: 'CUSTOM' }[policy.effect]
}

/** The ztunnel side of a policy that moved to waypoints, for callers that do not come through them. */
function addDirect(
  plan: Plan,
  policy: AuthorizationPolicy,
  targets: readonly Service[],
  stays: boolean,
  names: ObjectNames,
  causes: readonly Place[],
  out: Output,
): void {
  const rules = ztunnelRules(policy)
  const why = 'callers that go round the waypoint are decided by ztunnel'
  if (policy.effect === 'allow') {
    if (stays || (rules.length === 0 && behindWaypoints(policy, targets))) return
    for (const scope of ztunnelScopes(plan, policy.attachment)) {
      const spec = { ...selectorOf(scope), ...(rules.length === 0 ? {} : { rules: rules.map((rule) => writeRule(rule.clauses)) }) }
      const object = authorizationPolicy(scope.namespace, names.claim(scope.namespace, policy.name, 'direct'), spec)
      out.changes.push({ kind: 'add', object, causes, why })
    }
    return
  }
  if (rules.length === 0) return
  const waypoints = waypointsOf(plan, targets)
  for (const scope of ztunnelScopes(plan, policy.attachment)) {
    const written = rules.map((rule) => writeRule(exempt(rule, waypoints, plan.options).clauses))
    const object = authorizationPolicy(scope.namespace, names.claim(scope.namespace, policy.name, 'direct'), {
      ...selectorOf(scope),
      action: 'DENY',
      rules: written,
    })
    out.changes.push({ kind: 'add', object, causes, why })
  }
}

/** True when every pod that the policy selects is selected by one bound Service, whose pods all have an allow policy for the waypoint. */
function behindWaypoints(policy: AuthorizationPolicy, targets: readonly Service[]): boolean {
  const attachment = policy.attachment
  if (attachment.scope !== 'workloads' || attachment.namespace === undefined) return false
  return targets.some((service) => {
    const selector = service.selector ?? {}
    return service.namespace === attachment.namespace && Object.keys(selector).length > 0 && selects(selector, attachment.labels)
  })
}

/** No waypoint at all: ztunnel has to deny what it cannot see. Allow policies already do that as they are. */
function denyUnseen(
  plan: Plan,
  policy: AuthorizationPolicy,
  stays: boolean,
  names: ObjectNames,
  causes: readonly Place[],
  out: Output,
): void {
  const rules = ztunnelRules(policy).map((rule) => writeRule(rule.clauses))
  const why = 'no waypoint stands before these pods, so ztunnel decides alone'
  if (stays && policy.effect !== 'allow') {
    for (const scope of rules.length === 0 ? [] : ztunnelScopes(plan, policy.attachment)) {
      const spec = { ...selectorOf(scope), action: 'DENY', rules }
      out.changes.push({
        kind: 'add',
        object: authorizationPolicy(scope.namespace, names.claim(scope.namespace, policy.name, 'direct'), spec),
        causes,
        why,
      })
    }
    return
  }
  if (policy.effect === 'allow' && (stays || !atomsOfPolicy(policy).some(misread))) {
    editOriginal(plan, policy, [], out)
    return
  }
  const edits: Edit[] = []
  if (hasEmptySelector(policy)) edits.push({ op: 'delete', path: specPath(policy, 'selector') })
  if (policy.effect === 'external')
    edits.push({ op: 'set', path: specPath(policy, 'action'), value: 'DENY' }, { op: 'delete', path: specPath(policy, 'provider') })
  edits.push({ op: 'set', path: specPath(policy, 'rules'), value: rules })
  out.changes.push({ kind: 'edit', target: policy.place.object, edits, causes, why })
}

/** Pods under the policy that no waypoint can stand before. */
function announceUncovered(plan: Plan, policy: AuthorizationPolicy, cause: Place, out: Output): void {
  const { workloads, services } = near(plan, policy.attachment)
  for (const workload of workloads) {
    if (!plan.workloadMoves(workload) || covers(policy.attachment, podsOf(workload)) !== 'yes') continue
    if (plan.servicesOf(workload).some((service) => plan.waypointOf(service) !== undefined)) continue
    out.diagnostics.push(diagnose(catalogue.noServiceStricter, cause, { policy: policy.name, workload: workload.name }))
  }
  for (const service of services) {
    if (!plan.moves(service.namespace) || plan.workloadsOf(service).length > 0 || plan.waypointOf(service) !== undefined) continue
    if (service.externalName !== undefined || covers(policy.attachment, podsBehind(service)) !== 'yes') continue
    out.diagnostics.push(diagnose(catalogue.noServiceStricter, cause, { policy: policy.name, workload: service.name }))
  }
}
