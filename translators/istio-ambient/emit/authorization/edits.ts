import type { PathStep, Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'
import type { Edit } from '../../../../src/model/change.ts'
import type { Json } from '../../../../src/model/object.ts'
import type { Migration, WaypointRef } from '../../migration/migration.ts'
import { type TermRule, termRules } from '../../migration/policy/terms.ts'
import { sightOf } from '../../migration/policy/ztunnel-vocabulary.ts'
import type { Home } from './homes.ts'
import type { WaypointRules } from './waypoint-rules.ts'
import { writeRule } from './written-rule.ts'
import { canMatch, exempt, leftoverRules, type PlainRule, respelledRule } from './ztunnel-rules.ts'

export function specPath(policy: { readonly place: Place }, field: string): PathStep[] {
  return [...policy.place.path, 'spec', field]
}

/** True when the object itself has the field: an absent one has the position of its parent. */
export function isWritten(parent: Place, field: string): boolean {
  const absent = parent.field('\u0000').span
  const span = parent.field(field).span
  return span.line !== absent.line || span.col !== absent.col || span.endLine !== absent.endLine || span.endCol !== absent.endCol
}

/** `selector: {}`, which the model reads as no selector. */
export function hasEmptySelector(policy: { readonly place: Place; readonly attachment: AuthorizationPolicy['attachment'] }): boolean {
  const scope = policy.attachment.scope
  return (scope === 'namespace' || scope === 'mesh') && isWritten(policy.place.field('spec'), 'selector')
}

/** The edits that turn a policy's document into its waypoint form: only what differs is touched. */
export function retargetEdits(policy: AuthorizationPolicy, home: Home<WaypointRules>): Edit[] {
  const edits: Edit[] = []
  if (isWritten(policy.place.field('spec'), 'selector')) edits.push({ op: 'delete', path: specPath(policy, 'selector') })
  edits.push({ op: 'set', path: specPath(policy, 'targetRefs'), value: home.targetRefs })
  const { rules, dropped } = home.body
  if (dropped) {
    edits.push({ op: 'set', path: specPath(policy, 'rules'), value: rules.map((rule) => writeRule(rule.clauses)) })
    return edits
  }
  for (const rule of rules) {
    const written = writeRule(rule.clauses)
    for (const about of rule.renumbered) edits.push(setPart(rule.source, about, written))
  }
  return edits
}

const parts = { source: 'from', operation: 'to', condition: 'when' } as const

function setPart(rule: TermRule, about: keyof typeof parts, written: { readonly [part: string]: Json }): Edit {
  const path = [...rule.source.place.path, parts[about]]
  const value = written[parts[about]]
  return value === undefined ? { op: 'delete', path } : { op: 'set', path, value }
}

/**
 * The edits for a policy that stays at ztunnel. Identities are respelled where its text would mean something else there: aliases and
 * `cluster.local` when the trust domain is another, `trustDomains`, and service accounts in conditions.
 */
export function ztunnelEdits(
  migration: Migration,
  policy: AuthorizationPolicy,
  complete: boolean,
  waypoints: readonly WaypointRef[],
): { edits: Edit[]; respells: Place | undefined } {
  const edits: Edit[] = []
  let respells: Place | undefined
  const leftover = complete ? undefined : leftoverRules(policy)
  for (const rule of termRules(policy)) {
    const changed = new Set<keyof typeof parts>()
    for (const clause of rule.clauses) {
      const atom = clause.alternatives
        .flat()
        .flatMap((term) => term.atoms)
        .find((candidate) => needsRespelling(migration, candidate, clause.about))
      if (atom === undefined) continue
      changed.add(clause.about)
      respells ??= atom.place
    }
    let result: PlainRule = changed.size === 0 ? rule : respelledRule(rule)
    const matching = policy.effect === 'deny' ? waypoints.filter((waypoint) => matches(result, leftover, waypoint)) : []
    if (matching.length > 0) {
      const exempted = exempt(result, rule.source.place, matching, migration.options)
      if (exempted !== result) changed.add('source')
      result = exempted
    }
    const written = writeRule(result.clauses)
    for (const about of changed) edits.push(setPart(rule, about, written))
  }
  return { edits, respells }
}

function matches(rule: PlainRule, leftover: readonly PlainRule[] | undefined, waypoint: WaypointRef): boolean {
  if (leftover?.every((residue) => !canMatch(residue, waypoint))) return false
  return canMatch(rule, waypoint)
}

function needsRespelling(
  migration: Migration,
  atom: TermRule['clauses'][number]['alternatives'][number][number]['atoms'][number],
  about: keyof typeof parts,
): boolean {
  if (atom.kind !== 'identity') return false
  if (sightOf(atom, about) === 'respelled') return true
  const { trustDomain, trustDomainAliases } = migration.mesh.settings
  const foreign = trustDomain !== 'cluster.local' || trustDomainAliases.length > 0
  return foreign && atom.match.by === 'principal' && atom.match.match.op !== 'present' && atom.match.match.op !== 'non-empty'
}
