import { type Validation, validateObject } from '../../src/crd/validate.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { spanOf } from '../../src/diagnostics/diagnostic.ts'
import { loadManifests } from '../../src/manifest/load.ts'

/** Validates the only object of a YAML text. */
export function validateText(text: string): Validation {
  const objects = loadManifests([{ path: 'in.yaml', text }]).objects
  if (objects.length !== 1) throw new Error(`expected one object, got ${objects.length}`)
  return validateObject(objects[0]!)
}

/** `code line: message` of each finding. */
export function findings({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): string[] {
  return diagnostics.map((diagnostic) => `${diagnostic.code} ${spanOf(diagnostic)?.line}: ${diagnostic.message}`)
}
