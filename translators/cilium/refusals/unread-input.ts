import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { UnreadInput, UnreadReason } from '../../../src/model/unread.ts'
import { decidedBy } from '../../../src/model/unread-reach.ts'

/**
 * Input that may decide about requests and was not read, such as a template of a Helm chart: what it may apply to stays on sidecars, also where nothing else of the
 * input says so. A chart alone is refused, and not converted to nothing.
 */
export function unreadInput(mesh: Mesh, { assume }: EmitOptions): readonly Diagnostic[] {
  if (assume.includes('unread-reviewed')) return []
  return mesh.unread
    .filter((one) => refused[one.why] && one.compared !== true && one.either === undefined && decidedBy(one, mesh).length > 0)
    .map((one) => diagnose(catalogue.ciliumUnread, one.place ?? one.span, { what: one.what, scope: scopeOf(one, mesh) }))
}

function scopeOf(unread: UnreadInput, mesh: Mesh): string {
  const decided = decidedBy(unread, mesh)
  return decided === 'mesh' ? 'the whole mesh' : decided.map((name) => `\`${name}\``).join(', ')
}

/** Each of the others has findings of its own: for two definitions, for objects without namespace, for kinds that are known to be there. */
const refused: Readonly<Record<UnreadReason, boolean>> = {
  file: true,
  syntax: true,
  template: true,
  invalid: true,
  carried: true,
  kustomize: true,
  duplicate: false,
  unplaced: false,
  'not-modelled': false,
}
