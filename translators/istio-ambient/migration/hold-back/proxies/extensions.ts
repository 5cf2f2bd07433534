import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { EmitOptions } from '../../../../../src/model/dialect.ts'
import type { Extension } from '../../../../../src/model/extension.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { HoldBack } from '../../migration.ts'
import { subjectsOf } from '../pods/subjects.ts'

/** Extensions of sidecars that may decide access, or whose effect is not known. */
export function extensionHoldBacks(mesh: Mesh, options: EmitOptions): HoldBack[] {
  if (options.assume.includes('extensions-reviewed')) return []
  return mesh.extensions.filter(holdsBack).flatMap((extension) => {
    const cause = diagnose(catalogue.extensionHeldBack, extension.place, { kind: extension.place.object.kind })
    return subjectsOf(extension.attachment, mesh).map((subject) => ({ subject, cause }))
  })
}

/** Any EnvoyFilter that touches sidecars, and plugins that may answer requests themselves. */
export function holdsBack({ kind, contexts, mayDecideAccess }: Extension): boolean {
  if (contexts.length === 0 || contexts.every((context) => context === 'gateway')) return false
  if (kind === 'envoy-filter') return true
  return kind !== 'telemetry' && mayDecideAccess
}
