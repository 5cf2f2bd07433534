import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Change } from '../../../../src/model/change.ts'
import { portTable } from '../../migration/policy/service-ports.ts'
import { atomsOfPolicy } from '../../migration/policy/terms.ts'
import { type Home, homesOf } from './homes.ts'
import { authorizationPolicyObject } from './object-names.ts'
import type { PolicyContext } from './policy-context.ts'
import { type WaypointRules, waypointRules } from './waypoint-rules.ts'
import { writeRule } from './written-rule.ts'

/** Where waypoints enforce a policy, and which Services it is narrower for, because it names ports that are none of theirs. */
export function waypointHomes({ migration, policy, targets }: PolicyContext): {
  readonly homes: readonly Home<WaypointRules>[]
  readonly diagnostics: readonly Diagnostic[]
} {
  // Without ports in it a policy says the same for every Service.
  const saysPorts = atomsOfPolicy(policy).some((atom) => atom.kind === 'destination-port')
  const diagnostics: Diagnostic[] = []
  let same: { body: WaypointRules; key: string } | undefined
  const housed = targets.flatMap((service) => {
    const said = (saysPorts ? undefined : same) ?? keyed(waypointRules(policy, portTable(service, migration.workloadsOf(service))))
    same = said
    const { body } = said
    if (body.narrowed) diagnostics.push(diagnose(catalogue.narrowedPorts, policy.place, { policy: policy.name, service: service.name }))
    // A denial that can match nothing need not be written; an allow policy without rules goes on denying.
    if (policy.effect !== 'allow' && body.rules.length === 0) return []
    return [{ service, ...said }]
  })
  const classRef = !policy.dryRun && (policy.effect === 'deny' || (policy.effect === 'allow' && policy.rules.length === 0))
  return { homes: homesOf(migration, policy.attachment, housed, classRef), diagnostics }
}

function keyed(body: WaypointRules): { body: WaypointRules; key: string } {
  return { body, key: JSON.stringify(body.rules.map((rule) => writeRule(rule.clauses))) }
}

/** The object that a home takes beside the original. */
export function addedHome({ policy, names, cause }: PolicyContext, home: Home<WaypointRules>): Change {
  const spec = {
    targetRefs: home.targetRefs,
    ...(policy.effect === 'allow' ? {} : { action: actionOf(policy.effect) }),
    ...(policy.provider === undefined ? {} : { provider: { name: policy.provider } }),
    ...(home.body.rules.length === 0 ? {} : { rules: home.body.rules.map((rule) => writeRule(rule.clauses)) }),
  }
  const annotations = policy.dryRun ? { 'istio.io/dry-run': 'true' } : undefined
  const object = authorizationPolicyObject(home.namespace, names.claim(home.namespace, policy.name, 'waypoint'), spec, annotations)
  return { kind: 'add', object, causes: [cause], why: 'requests that pass the waypoint are decided there' }
}

function actionOf(effect: Exclude<AuthorizationPolicy['effect'], 'allow'>): string {
  return { deny: 'DENY', audit: 'AUDIT', external: 'CUSTOM' }[effect]
}
