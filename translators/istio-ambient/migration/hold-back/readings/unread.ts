import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { EmitOptions } from '../../../../../src/model/dialect.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { UnreadInput, UnreadReason } from '../../../../../src/model/unread.ts'
import { decidedBy } from '../../../../../src/model/unread-reach.ts'
import type { HoldBack } from '../../migration.ts'
import { reachOfRoutes } from '../routes/unread-routes.ts'

/** What unread input denies is unknown: nothing that it may decide about moves. What builds have shown is known, and no review changes it. */
export function unreadHoldBacks(mesh: Mesh, options: EmitOptions): HoldBack[] {
  const reviewed = options.assume.includes('unread-reviewed')
  return mesh.unread.flatMap((unread): HoldBack[] => {
    if (unread.either !== undefined || (reviewed && unread.compared !== true)) return []
    const cause = (scope: string) => unreadCause(unread, scope)
    const decided = unread.routes === undefined ? decidedBy(unread, mesh) : reachOfRoutes(unread.routes, mesh)
    if (decided === 'mesh') return [{ subject: 'mesh', cause: cause('the whole mesh') }]
    if (decided.length === 0) return []
    // One finding, however many namespaces it is about.
    const shared = cause(namespacesText(decided))
    return decided.map((namespace) => ({ subject: { namespace }, cause: shared }))
  })
}

/** Reasons by which an object is there to see, and what it means is not known. */
const isThere: ReadonlySet<UnreadReason> = new Set(['invalid', 'duplicate', 'not-modelled'])

const shownAtMost = 3

function namespacesText(names: readonly string[]): string {
  const [first, ...others] = names.slice(0, shownAtMost).map((name) => `\`${name}\``)
  if (others.length === 0) return `namespace ${first}`
  const more = names.length > shownAtMost ? ', …' : ''
  return `each of ${names.length} namespaces (${[first, ...others].join(', ')}${more})`
}

function unreadCause({ why, what, because, compared, place, span }: UnreadInput, scope: string): Diagnostic {
  const at = place ?? span
  if (why === 'unplaced') return diagnose(catalogue.namespaceUnknown, at, { object: what, scope })
  if (why !== 'kustomize') return diagnose(catalogue.unreadable, at, { object: what, known: isThere.has(why), scope })
  return because === undefined
    ? diagnose(catalogue.kustomizeResourceUnread, at, { what, scope })
    : diagnose(compared === true ? catalogue.kustomizeBuildDiffers : catalogue.kustomizeHeldBack, at, {
        what,
        because,
        scope,
      })
}
