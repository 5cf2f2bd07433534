import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import { blindToSource, decidedByZtunnel } from '../../migration/policy/ztunnel-vocabulary.ts'
import { hasEmptySelector, retargetEdits, specPath, ztunnelEdits } from './edits.ts'
import type { Home } from './homes.ts'
import type { PolicyContext } from './policy-context.ts'
import { waypointsOf } from './scopes.ts'
import type { WaypointRules } from './waypoint-rules.ts'
import { writeRule } from './written-rule.ts'
import { ztunnelRules } from './ztunnel-rules.ts'

/** What stays at ztunnel under its own name: respelled where ztunnel reads it otherwise, and with waypoints taken out of denials. */
export function respelledOriginal({ migration, policy, targets }: PolicyContext): Emission {
  const waypoints = blindToSource(policy) ? [] : waypointsOf(migration, targets)
  const { edits, respells } = ztunnelEdits(migration, policy, decidedByZtunnel(policy), waypoints)
  const diagnostics: Diagnostic[] = []
  const emptySelector = hasEmptySelector(policy) && !selectsAllAtZtunnel(policy)
  if (emptySelector) {
    edits.push({ op: 'delete', path: specPath(policy, 'selector') })
    diagnostics.push(diagnose(catalogue.emptySelector, policy.place.field('spec').field('selector'), { policy: policy.name }))
  }
  if (respells !== undefined) diagnostics.push(diagnose(catalogue.respelledForZtunnel, respells, { policy: policy.name }))
  if (edits.length === 0) return { changes: [], diagnostics }
  const why =
    respells === undefined && emptySelector ? 'ztunnel attaches an empty selector to nothing' : 'ztunnel has to decide it as sidecars did'
  return { changes: [{ kind: 'edit', target: policy.place.object, edits, causes: [policy.place], why }], diagnostics }
}

/** `matchLabels: {}` is every pod to ztunnel too, unlike `selector: {}`. */
function selectsAllAtZtunnel({ attachment }: AuthorizationPolicy): boolean {
  return 'emptySelector' in attachment && attachment.emptySelector === 'empty-labels'
}

/** The policy's own document becomes the object at the waypoint of its namespace. */
export function movedOriginal({ policy, cause }: PolicyContext, home: Home<WaypointRules>): Change {
  const why = 'it is enforced by the waypoint of the Services'
  return { kind: 'edit', target: policy.place.object, edits: retargetEdits(policy, home), causes: [cause], why }
}

/** A policy that has nothing to say at any waypoint. */
export function removedOriginal({ policy, cause }: PolicyContext): Change {
  const why = 'none of the ports it names is a port of the Services in front of its pods'
  return { kind: 'remove', target: policy.place.object, causes: [cause], why }
}

/** Without a waypoint the document itself denies what ztunnel cannot see; an ALLOW policy keeps the rules that ztunnel reads. */
export function denyingOriginal({ policy, cause }: PolicyContext): Change {
  const edits: Edit[] = []
  if (hasEmptySelector(policy)) edits.push({ op: 'delete', path: specPath(policy, 'selector') })
  if (policy.effect === 'external')
    edits.push({ op: 'set', path: specPath(policy, 'action'), value: 'DENY' }, { op: 'delete', path: specPath(policy, 'provider') })
  edits.push({ op: 'set', path: specPath(policy, 'rules'), value: ztunnelRules(policy).map((rule) => writeRule(rule.clauses)) })
  return { kind: 'edit', target: policy.place.object, edits, causes: [cause], why: alone }
}

export const alone = 'no waypoint stands before these pods, so ztunnel decides alone'
