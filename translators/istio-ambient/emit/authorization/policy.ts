import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { room } from '../../../../src/diagnostics/room.ts'
import type { Attachment, AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Service } from '../../../../src/model/service.ts'
import { selects } from '../../../../src/model/workload.ts'
import { rehomed } from '../../migration/hold-back/pods/pods.ts'
import { lostAtWaypoint } from '../../migration/hold-back/policies/attributes.ts'
import { originalStays } from '../../migration/hold-back/policies/misread.ts'
import type { Migration } from '../../migration/migration.ts'
import { envoyReason } from '../../migration/needs/access.ts'
import { atomsOfPolicy } from '../../migration/policy/terms.ts'
import { misread } from '../../migration/policy/ztunnel-vocabulary.ts'
import { addedHome, waypointHomes } from './at-waypoints.ts'
import { directObjects } from './at-ztunnel.ts'
import type { Home } from './homes.ts'
import type { ObjectNames } from './object-names.ts'
import { denyingOriginal, movedOriginal, removedOriginal, respelledOriginal } from './original.ts'
import { type Placement, type PlacementFinding, placementOf, type Situation } from './placement.ts'
import type { PolicyContext } from './policy-context.ts'
import { waypointsOf, ztunnelScopes } from './scopes.ts'
import { uncoveredPods } from './uncovered.ts'
import type { WaypointRules } from './waypoint-rules.ts'
import { ztunnelRules } from './ztunnel-rules.ts'

/** Everything that one AuthorizationPolicy becomes: first where it is enforced is decided, then that is written. */
export function emitPolicy(migration: Migration, policy: AuthorizationPolicy, names: ObjectNames): Emission {
  room()
  if (policy.attachment.scope === 'targets' || ztunnelScopes(migration, policy.attachment).length === 0)
    return { changes: [], diagnostics: [] }
  const context: PolicyContext = { migration, policy, targets: migration.servicesUnder(policy), cause: causeOf(policy), names }
  const placement = placementOf(situationOf(context))
  const { homes, diagnostics } = placement.atWaypoint ? waypointHomes(context) : { homes: [], diagnostics: [] }
  const own = placement.original === 'moved' ? homes.find(({ namespace }) => namespace === policy.namespace) : undefined
  const original = originalAs(placement.original, context, homes, own)
  return {
    changes: [
      ...original.changes,
      ...homes.filter((home) => home !== own).map((home) => addedHome(context, home)),
      ...directObjects(context, placement.direct),
    ],
    diagnostics: [
      ...original.diagnostics,
      ...diagnostics,
      ...askedByWaypoint(context, homes.length),
      ...placement.findings.flatMap((finding) => found(finding, context)),
    ],
  }
}

function situationOf({ migration, policy, targets }: PolicyContext): Situation {
  const atoms = atomsOfPolicy(policy)
  return {
    effect: policy.effect,
    dryRun: policy.dryRun,
    needsEnvoy: envoyReason(policy) !== undefined,
    stays: originalStays(migration, policy),
    bound: targets.length > 0,
    lostAtWaypoint: atoms.some((atom) => lostAtWaypoint(atom) !== undefined),
    misread: atoms.some(misread),
    rehomed: rehomed(policy),
    seen: ztunnelRules(policy).length > 0,
    behindWaypoint: behindWaypoint(policy.attachment, targets),
  }
}

/** What an authorizer is asked otherwise than by a sidecar. */
function askedByWaypoint({ policy, migration, targets }: PolicyContext, homes: number): Diagnostic[] {
  if (policy.effect !== 'external' || homes === 0) return []
  const waypoints = waypointsOf(migration, targets).map(({ namespace, name }) => `${namespace}/${name}`)
  const params = { policy: policy.name, provider: policy.provider ?? '', waypoints }
  return [diagnose(catalogue.authorizerAskedByWaypoint, policy.place.field('spec').field('provider'), params)]
}

/** True when every pod that the policy selects is selected by one bound Service, whose pods all have an allow policy for the waypoint. */
function behindWaypoint(attachment: Attachment, targets: readonly Service[]): boolean {
  if (attachment.scope !== 'workloads' || attachment.namespace === undefined) return false
  return targets.some((service) => {
    const selector = service.selector ?? {}
    return service.namespace === attachment.namespace && Object.keys(selector).length > 0 && selects(selector, attachment.labels)
  })
}

/** What of the policy makes it more than one object. */
function causeOf(policy: AuthorizationPolicy): Place {
  if (policy.dryRun) return policy.place.field('metadata')
  return envoyReason(policy)?.cause ?? policy.place
}

/** `own` is the home that the document itself becomes, where it moves to waypoints. */
function originalAs(
  original: Placement['original'],
  context: PolicyContext,
  homes: readonly Home<WaypointRules>[],
  own: Home<WaypointRules> | undefined,
): Emission {
  switch (original) {
    case 'untouched':
      return { changes: [], diagnostics: [] }
    case 'respelled':
      return respelledOriginal(context)
    case 'moved':
      if (own !== undefined) return { changes: [movedOriginal(context, own)], diagnostics: [] }
      return { changes: homes.length === 0 ? [removedOriginal(context)] : [], diagnostics: [] }
    case 'denies':
      return { changes: [denyingOriginal(context)], diagnostics: [] }
  }
}

function found(finding: PlacementFinding, context: PolicyContext): Diagnostic[] {
  const { migration, policy, targets, cause } = context
  switch (finding) {
    case 'not-logged':
      return [diagnose(policy.dryRun ? catalogue.dryRunLeft : catalogue.auditNotAtZtunnel, cause, { policy: policy.name })]
    case 'direct-callers-denied':
      return waypointsOf(migration, targets).map(({ namespace, name }) =>
        diagnose(catalogue.directCallersDenied, cause, { policy: policy.name, waypoint: `${namespace}/${name}` }),
      )
    case 'uncovered-pods-denied':
      return uncoveredPods(context)
  }
}
