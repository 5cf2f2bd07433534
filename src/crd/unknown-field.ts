import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { type PathStep, pathText, placeAt } from '../diagnostics/place.ts'
import { groupOf } from '../model/api-group.ts'
import { decidingScopeOf } from '../model/deciding-kinds.ts'
import type { SourceObject } from '../model/object.ts'
import type { Schema } from './schema.ts'
import type { Problem } from './structural/problem.ts'

/** The schema of a kind in a release, such as `the experimental channel of Gateway API 1.7`. */
export interface NamedSchema {
  readonly release: string
  readonly schema: Schema
}

/**
 * A field that the schema of the chosen release does not have. One that another release has means something where that is installed
 * (`jwtRules[].presence` before Istio 1.32), and one that no known release has may be of a newer one: the object is not read. Only what
 * decides about no request is taken for a leftover.
 */
export function diagnoseUnknownField(
  object: SourceObject,
  problem: Extract<Problem, { kind: 'unknown' }>,
  asked: NamedSchema | undefined,
  others: readonly NamedSchema[],
): Diagnostic {
  const steps = [...problem.path, problem.field]
  const place = placeAt(object.place, steps)
  const [path, kind] = [pathText(steps), object.ref.kind]
  const having = steps[0] === 'metadata' ? [] : others.filter(({ schema }) => hasField(schema, steps)).map(({ release }) => release)
  if (asked !== undefined && having.length > 0)
    return diagnose(catalogue.fieldOfAnotherRelease, place, { path, kind, asked: asked.release, having: having.join(', ') })
  if (steps[0] === 'metadata' || decidingScopeOf(groupOf(object.ref.apiVersion), kind) === undefined)
    return diagnose(catalogue.unknownField, place, { path, kind })
  return diagnose(catalogue.unknownDecidingField, place, { path, kind })
}

function hasField(schema: Schema, steps: readonly PathStep[]): boolean {
  let at: Schema | undefined = schema
  for (const step of steps) {
    at = typeof step === 'number' ? at.items : (at.properties?.get(step) ?? at.additional)
    if (at === undefined) return false
  }
  return true
}
