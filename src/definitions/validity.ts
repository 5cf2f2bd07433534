import { validateObject } from '../crd/validate.ts'
import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { objectText, placeAt } from '../diagnostics/place.ts'
import { placeholderIn } from '../manifest/unread/placeholders.ts'
import type { TargetVersions } from '../model/dialect.ts'
import type { SourceObject } from '../model/object.ts'

/** An object as the API server takes it; undefined where it takes none, or where another tool fills in something that decides. */
export function asAccepted(object: SourceObject, versions: TargetVersions, diagnostics: Diagnostic[]): SourceObject | undefined {
  const placeholder = placeholderIn(object)
  if (placeholder !== undefined) {
    const place = placeAt(object.place, placeholder.path)
    diagnostics.push(diagnose(catalogue.filledInElsewhere, place, { object: objectText(object.ref), value: placeholder.value }))
    return undefined
  }
  const result = validateObject(object, versions)
  diagnostics.push(...result.diagnostics)
  if (result.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return undefined
  return result.value === object.value ? object : { ...object, value: result.value }
}
