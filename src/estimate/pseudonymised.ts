import { definitionOf } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { isPlace, type ObjectRef, type Place, type SourceSpan } from '../diagnostics/place.ts'
import type { Estimate } from './estimate.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** Fields whose texts are words of this project or of Kubernetes, and never names. */
const ours = new Set(
  'target moves verdict code severity stage ledger weight project version level assumption fate title source spread difference fates dataPlane protocol method asks plugin'.split(
    ' ',
  ),
)

/**
 * The same estimate with a pseudonym for every name. Findings give their titles in place of messages, because messages quote the input. Numbers, codes and
 * lines stay as they are.
 */
export function pseudonymised(estimate: Estimate, names: Pseudonyms): Estimate {
  return { ...(hidden(estimate, '', { names, done: new Map() }) as Estimate), pseudonymised: true }
}

/** A part of another report of the same input, with the same pseudonyms. */
export function withPseudonyms<Part>(part: Part, names: Pseudonyms): Part {
  return hidden(part, '', { names, done: new Map() }) as Part
}

interface Hiding {
  readonly names: Pseudonyms
  /** What a thing became: a decision that is listed twice stays one decision. */
  readonly done: Map<object, unknown>
}

function hidden(value: unknown, key: string, hiding: Hiding): unknown {
  if (typeof value === 'string') return textOf(value, key, hiding.names)
  if (typeof value !== 'object' || value === null) return value
  const known = hiding.done.get(value)
  if (known !== undefined) return known
  const result = hiddenObject(value, key, hiding)
  hiding.done.set(value, result)
  return result
}

function hiddenObject(value: object, key: string, hiding: Hiding): unknown {
  if (Array.isArray(value)) return value.map((one) => hidden(one, key, hiding))
  if (isDiagnostic(value)) return finding(value, hiding)
  if (isPlace(value)) return placed(value, hiding)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hidden(inner, name, hiding)]))
}

/** Kinds of objects begin with a capital; those of the model's own unions do not, and stay. */
function textOf(text: string, key: string, names: Pseudonyms): string {
  if (ours.has(key) || (key === 'kind' && !/^[A-Z]/.test(text))) return text
  if (key === 'file') return names.ofFile(text)
  if (key === 'field') return names.ofField(text)
  if (key === 'apiVersion') return names.ofApiVersion(text)
  return key === 'owner' ? names.ofOwner(text) : names.inText(text)
}

function isDiagnostic(value: object): value is Diagnostic {
  return 'message' in value && 'help' in value && 'code' in value
}

function finding(diagnostic: Diagnostic, hiding: Hiding): Diagnostic {
  const { place, span, code } = diagnostic
  return {
    ...diagnostic,
    message: definitionOf(code)?.title ?? code,
    help: definitionOf(code)?.help ?? '',
    related: [],
    ...(place === undefined ? {} : { place: placed(place, hiding) }),
    ...(span === undefined ? {} : { span: spanned(span, hiding) }),
  }
}

/** The way from the object to the value may lead over keys of the user's own, and is left out. */
function placed(place: Place, hiding: Hiding): Place {
  const one: Place = {
    object: hidden(place.object, '', hiding) as ObjectRef,
    path: [],
    span: spanned(place.span, hiding),
    field: () => one,
    index: () => one,
  }
  return one
}

function spanned(span: SourceSpan, { names }: Hiding): SourceSpan {
  return { ...span, file: names.ofFile(span.file) }
}
