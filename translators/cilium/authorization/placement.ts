import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import { besideOthers, requestsBesideOthers } from './beside-others.ts'
import { type Division, divisionFinding, divisionsOf } from './divided.ts'
import { type Draft, draftOf, heldBackBecause, obstacleOf, without, withoutEffect, withoutObstructed } from './draft.ts'
import type { Facts } from './facts.ts'
import { groupsThatMeet, policyGroups, type Reached } from './groups.ts'
import { nameInUse, type Writing, type Written, writeGroup } from './written.ts'
import { writeDenials } from './written-as-denial.ts'

/** Which AuthorizationPolicies Cilium enforces from now on, and by which policies of its own. */
export interface AuthorizationPlacement {
  readonly translated: readonly AuthorizationPolicy[]
  /** What stays of translated policies on the sidecars of some pods. */
  readonly divided: readonly Division[]
  /** Policies with an effect that stay on sidecars, with those parts. */
  readonly staying: readonly AuthorizationPolicy[]
  readonly written: readonly Written[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What decides where AuthorizationPolicies are enforced. */
export interface AuthorizationSituation {
  readonly facts: Facts
  readonly options: EmitOptions
  /** Policies that something else than policies of Cilium stands for. */
  readonly elsewhere: ReadonlySet<AuthorizationPolicy>
  /** What keeps all policies of some pods on sidecars. */
  readonly obstacles: readonly PolicyObstacle[]
  /** Policies of the network that let clients into some pods. */
  readonly others: readonly PolicyObstacle[]
  /** The options that hold for the pods of a policy: where clients keep sidecars, `sidecars-removed` does not. */
  readonly conditionsOf: (policy: AuthorizationPolicy) => EmitOptions
}

interface GroupWriting {
  readonly group: readonly Reached[]
  readonly writing: Writing
}

/**
 * Decides before anything is written. Pods get all of their policies translated or none: half of them in Cilium and half in the sidecar would
 * let in only what both allow, or, once the sidecar is gone, what the untranslated half denied.
 */
export function placeAuthorization(situation: AuthorizationSituation): AuthorizationPlacement {
  const { facts, obstacles, others, conditionsOf, elsewhere } = situation
  const authorization = facts.mesh.authorization.filter((policy) => !elsewhere.has(policy))
  let draft = draftOf(authorization, facts, obstacles, conditionsOf)
  for (;;) {
    draft = withoutObstructed(draft, facts)
    const reached = reachedBy(draft, facts)
    const asking = requestsBesideOthers(reached, others)
    if (asking !== undefined) {
      const { policy } = asking.one
      draft = without(draft, [policy], [heldBackBecause(policy, asking.obstacle)])
      continue
    }
    const writings = writingsOf(reached, situation)
    const failed = writings.find(({ writing }) => writing.refused)
    if (failed === undefined) return placed(draft, writings, authorization, facts)
    draft = withoutGroup(draft, failed)
  }
}

function reachedBy({ candidates, obstacles }: Draft, facts: Facts): readonly Reached[] {
  return candidates.map(({ policy, result }) => {
    const divisions = divisionsOf(policy, obstacles, facts) ?? []
    return { policy, boxes: result.boxes, without: divisions.map(({ rest }) => rest.attachment) }
  })
}

/** Each group of policies as Cilium would have it: permissions, or denials where other policies of the network let clients in. */
function writingsOf(reached: readonly Reached[], { facts, options, others }: AuthorizationSituation): readonly GroupWriting[] {
  const names = new Set(facts.mesh.endpointPolicies.map(nameInUse))
  const beside = besideOthers(reached, others)
  const alone = policyGroups(reached.filter((one) => !beside.has(one)))
  return [
    ...alone.map((group) => ({ group, writing: writeGroup(group, facts, options, names) })),
    ...groupsThatMeet([...beside.keys()]).map((group) => ({ group, writing: writeDenials(group, beside, facts, names) })),
  ]
}

/** Holds a group back that cannot be written together: each policy says why, or names another one of the group. */
function withoutGroup(draft: Draft, { group, writing }: GroupWriting): Draft {
  const policies = group.map(({ policy }) => policy)
  const because = policies
    .filter(({ place }) => !writing.diagnostics.some((one) => one.place?.object === place.object))
    .map((policy) => heldBackBecause(policy, obstacleOf(policies.find((one) => one !== policy) ?? policy)))
  return without(draft, policies, [...writing.diagnostics, ...because])
}

function placed(
  { candidates, obstacles, diagnostics }: Draft,
  writings: readonly GroupWriting[],
  authorization: readonly AuthorizationPolicy[],
  facts: Facts,
): AuthorizationPlacement {
  const translated = candidates.map(({ policy }) => policy)
  const divided = translated.flatMap((policy) => divisionsOf(policy, obstacles, facts) ?? [])
  const whole = authorization.filter((policy) => withoutEffect(policy) === undefined && !translated.includes(policy))
  return {
    translated,
    divided,
    staying: [...whole, ...divided.map(({ rest }) => rest)],
    written: writings.flatMap(({ writing }) => (writing.refused ? [] : writing.written)),
    diagnostics: [
      ...diagnostics,
      ...candidates.flatMap(({ result }) => result.diagnostics),
      ...writings.flatMap(({ writing }) => writing.diagnostics),
      ...divided.map(divisionFinding),
    ],
  }
}
