import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import { objectText, type Place, pathText } from '../../diagnostics/place.ts'

export interface PlaceJson {
  readonly object: string
  readonly field: string
  readonly file: string
  readonly line: number
  readonly col: number
}

export interface DiagnosticJson {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly help: string
  readonly fate?: string
  readonly file?: string
  readonly line?: number
  readonly col?: number
  readonly object?: string
  readonly field?: string
  /** Set where the report that `--baseline` names has it too. */
  readonly inBaseline?: true
  readonly related: readonly (PlaceJson & { readonly message: string })[]
}

/** A finding in the form that all JSON reports share. */
export function diagnosticJson(diagnostic: Diagnostic): DiagnosticJson {
  const span = spanOf(diagnostic)
  const { place } = diagnostic
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    help: diagnostic.help,
    ...(diagnostic.fate === undefined ? {} : { fate: diagnostic.fate }),
    ...(span === undefined ? {} : { file: span.file, line: span.line, col: span.col }),
    ...(place === undefined ? {} : { object: objectText(place.object), field: pathText(place.path) }),
    related: diagnostic.related.map((related) => ({ ...placeJson(related.place), message: related.message })),
  }
}

export function placeJson(place: Place): PlaceJson {
  const { file, line, col } = place.span
  return { object: objectText(place.object), field: pathText(place.path), file, line, col }
}
