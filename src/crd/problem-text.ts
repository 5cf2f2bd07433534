import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { type PathStep, pathText, placeAt } from '../diagnostics/place.ts'
import type { SourceObject } from '../model/object.ts'
import type { Problem } from './structural/problem.ts'

/** A problem of an input object as a finding at the value's place. Unknown fields have findings of their own. */
export function diagnoseProblem(object: SourceObject, problem: Exclude<Problem, { kind: 'unknown' }>): Diagnostic {
  const place = placeAt(object.place, problem.path)
  const path = shownPath(problem.path)
  switch (problem.kind) {
    case 'invalid':
      return diagnose(catalogue.invalidValue, place, { path, reason: problem.reason })
    case 'missing':
      return diagnose(catalogue.missingField, place, { path, field: problem.field })
    case 'duplicate': {
      const related = [{ place: placeAt(object.place, problem.earlier), message: 'the item it repeats' }]
      return diagnose(catalogue.duplicateItem, place, { path, earlier: pathText(problem.earlier) }, { related })
    }
    case 'rule':
      return diagnose(catalogue.ruleViolated, place, { path, message: problem.message })
  }
}

/** A problem of an object that is not from a file, as one sentence. */
export function problemText(problem: Problem): string {
  const path = shownPath(problem.path)
  switch (problem.kind) {
    case 'invalid':
      return `\`${path}\` ${problem.reason}`
    case 'missing':
      return `\`${path}\` lacks \`${problem.field}\``
    case 'unknown':
      return `the target's schema does not have \`${shownPath([...problem.path, problem.field])}\``
    case 'duplicate':
      return `\`${path}\` repeats \`${pathText(problem.earlier)}\``
    case 'rule':
      return `\`${path}\` breaks a rule: ${problem.message}`
  }
}

/** The object itself has an empty path. */
function shownPath(path: readonly PathStep[]): string {
  return path.length === 0 ? 'the object' : pathText(path)
}
