import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { EmitOptions } from '../../../../src/model/dialect.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { decidedBy } from '../../../../src/model/unread-reach.ts'
import type { HoldBack } from '../plan.ts'

/** What unread input denies is unknown: nothing that it may decide about moves. */
export function unreadHoldBacks(mesh: Mesh, options: EmitOptions): HoldBack[] {
  if (options.assume.includes('unread-reviewed')) return []
  return mesh.unread.flatMap((unread): HoldBack[] => {
    const cause = (scope: string) => diagnose(catalogue.unreadable, unread.place ?? unread.span, { object: unread.what, scope })
    const decided = decidedBy(unread, mesh)
    if (decided === 'mesh') return [{ subject: 'mesh', cause: cause('the whole mesh') }]
    return decided.map((namespace) => ({ subject: { namespace }, cause: cause(`namespace \`${namespace}\``) }))
  })
}
