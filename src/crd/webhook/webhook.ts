import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { SourceObject } from '../../model/object.ts'

/** What Istio's validating webhook refuses though the schema allows it, as far as the meaning of the object depends on it. */
export function webhookDiagnostics(_object: SourceObject, _value: Readonly<Record<string, unknown>>): Diagnostic[] {
  return []
}
