import { objectText, sameObject } from '../../../../../src/diagnostics/place.ts'
import type { Change } from '../../../../../src/model/change.ts'
import { workloadKinds } from '../../../../../src/model/deciding-kinds.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { UnreadInput } from '../../../../../src/model/unread.ts'
import { type Decided, decidedBy } from '../../../../../src/model/unread-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { reachOfRoutes } from '../routes/unread-routes.ts'
import { eitherCause } from './either-definition.ts'

/**
 * What has to stay because the output says it of one definition: a change names an object that has two, and the other one would undo it or
 * stand beside what replaces it; or what is written differs with the definition, and only one of the outputs can be written. Then all that
 * either may decide about stays, as for input that was not read at all.
 */
export function outputHoldBacks(
  { mesh, options }: Migration,
  changes: readonly Change[],
  outputs: readonly (readonly Change[])[],
): HoldBack[] {
  if (options.assume.includes('unread-reviewed') || mesh.unread.every(({ either }) => either === undefined)) return []
  const own = textOf(changes)
  const differ = outputs.some((other) => textOf(other) !== own)
  const edited = changes.flatMap((change) => (change.kind === 'edit' || change.kind === 'remove' ? [change.target] : []))
  return mesh.unread.flatMap((unread): HoldBack[] => {
    const { either } = unread
    if (either === undefined) return []
    const touched = !workloadKinds.has(either.object.kind) && edited.some((object) => sameObject({ object }, either))
    return differ || touched ? heldFor(unread, objectText(either.object), mesh) : []
  })
}

function heldFor(unread: UnreadInput, object: string, mesh: Mesh): HoldBack[] {
  const decided = unread.routes === undefined ? decidedBy(unread, mesh) : reachOfRoutes(unread.routes, mesh)
  return subjectsAt(decided).map((subject) => ({ subject, cause: eitherCause(unread, object, subject) }))
}

function subjectsAt(decided: Decided): HoldBack['subject'][] {
  return decided === 'mesh' ? ['mesh'] : decided.map((namespace) => ({ namespace }))
}

/** What is changed, without the reasons: they may speak of the one definition or the other. */
function textOf(changes: readonly Change[]): string {
  const texts = changes.map((change) => {
    if (change.kind === 'add') return JSON.stringify([change.kind, change.object])
    const { kind, namespace, name } = change.target
    return JSON.stringify([change.kind, kind, namespace, name, change.kind === 'edit' ? change.edits : []])
  })
  return texts.sort().join('\n')
}
