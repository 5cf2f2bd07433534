import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'

/**
 * Policies that stay while sidecars are removed (`--assume sidecars-removed`): without their own sidecar clients call in plaintext, and have not
 * the identity that STRICT and conditions on principals and namespaces ask for.
 */
export function neededSidecars(staying: readonly Place[], { assume }: EmitOptions): readonly Diagnostic[] {
  if (!assume.includes('sidecars-removed')) return []
  return staying.map((place) => diagnose(catalogue.ciliumNeededSidecars, place.field('spec'), { policy: objectText(place.object) }))
}
