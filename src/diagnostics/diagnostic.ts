import type { Fate } from './fate.ts'
import { compareSpans, compareText, objectText, type Place, pathText, type SourceSpan } from './place.ts'

/** `error`: something was refused or not read; `warning`: something to review; `info`: something to know. */
export type Severity = 'error' | 'warning' | 'info'

/** `narrower`: requests that passed are denied. `rerouted`: they go elsewhere, or something else is done to them on the way. */
export type AnnouncedVerdict = 'narrower' | 'rerouted'

/**
 * Where a finding arises: in finding and parsing files, in the schemas of objects, in what the mesh means as it is, in writing a target, in
 * comparing, or in a fault of ours.
 */
export type Stage = 'reading' | 'schema' | 'meaning' | 'target' | 'verification' | 'internal'

/**
 * One kind of finding. `message` follows one style: a single sentence, lower case, no final full stop, values of the user in
 * backticks. `help` says what to do. `fate` is what becomes of the value the finding points at, where it overrules the declared fate.
 */
export interface DiagnosticDefinition<P> {
  readonly code: `US${number}`
  readonly stage: Stage
  readonly severity: Severity
  readonly title: string
  readonly message: (params: P) => string
  /** The way out, one or two sentences. */
  readonly help: string
  /** What a decision about it asks for where that is not to rewrite the object: words before its name, such as `add to the input the pods of`. */
  readonly asks?: string
  readonly fate?: Fate
  /** How requests may come out in the output, and that this finding is the emitter's word on it. Never `wider`. */
  readonly announces?: readonly AnnouncedVerdict[]
  /** Where it speaks of nothing else that requests may differ in, such as `mirrors`. */
  readonly announcesOnly?: readonly string[]
  /** True for a finding about those who call a workload: it does not speak of what ingress gateways route. */
  readonly notOfGateways?: true
  /** True for a finding about what comes of a request without a sidecar: it does not speak of clients that keep theirs, but for what meets a proxy of the node behind it. */
  readonly notOfSidecars?: true
  /** True for a finding about what workloads send: it speaks of their requests to every destination. */
  readonly ofClients?: true
  /** Background for `unsidecar explain`: why it is so, with the source of any claim about Istio, Envoy or Cilium. */
  readonly why: string
  /** A small example for `unsidecar explain`. */
  readonly example?: string
}

/** Defines kinds of findings of one stage; the parameter type makes a call with missing parameters a compile error. */
export function definesAt(
  stage: Stage,
): <P = Record<never, never>>(definition: Omit<DiagnosticDefinition<P>, 'stage'>) => DiagnosticDefinition<P> {
  return (definition) => ({ ...definition, stage })
}

/** One finding, ready to be rendered. */
export interface Diagnostic {
  readonly code: string
  readonly stage: Stage
  readonly severity: Severity
  readonly message: string
  readonly help: string
  /** The value it speaks of; absent only for findings about a file or the whole run. */
  readonly place?: Place
  /** Set when there is a position but no object, as for a document that does not parse. */
  readonly span?: SourceSpan
  readonly related: readonly { readonly place: Place; readonly message: string }[]
  readonly fate?: Fate
  readonly announces?: readonly AnnouncedVerdict[]
  readonly announcesOnly?: readonly string[]
  /** Where it speaks of some addresses of its objects alone. */
  readonly announcesAt?: readonly AnnouncedAddress[]
}

/** An address of pods, of a Service or of a Gateway, such as port 15020 of the pods `shop/cart`; without a port all of theirs. */
export interface AnnouncedAddress {
  readonly of: 'pods' | 'service' | 'gateway'
  readonly namespace: string
  readonly name: string
  readonly port?: number
}

/** Findings are sorted by each part that adds some, and working out a span may take the tree of a document. */
const spans = new WeakMap<Diagnostic, SourceSpan>()

/** The position of a finding, from its place or its span. */
export function spanOf(diagnostic: Diagnostic): SourceSpan | undefined {
  if (diagnostic.place === undefined) return diagnostic.span
  const known = spans.get(diagnostic)
  if (known !== undefined) return known
  const { span } = diagnostic.place
  spans.set(diagnostic, span)
  return span
}

export interface DiagnosticOptions {
  readonly related?: readonly { readonly place: Place; readonly message: string }[]
  /** Where this one finding announces other than its kind does; empty for nothing. */
  readonly announces?: readonly AnnouncedVerdict[]
  /** The addresses that it announces differences at, as in `Diagnostic.announcesAt`. Default: all that its objects have to do with. */
  readonly announcesAt?: readonly AnnouncedAddress[]
}

/** Makes a finding of a kind. */
export function diagnose<P>(
  definition: DiagnosticDefinition<P>,
  where: Place | SourceSpan | undefined,
  params: P,
  options: DiagnosticOptions = {},
): Diagnostic {
  const announces = options.announces ?? definition.announces ?? []
  const base = {
    code: definition.code,
    stage: definition.stage,
    severity: definition.severity,
    message: definition.message(params),
    help: definition.help,
    related: options.related ?? [],
    ...(definition.fate === undefined ? {} : { fate: definition.fate }),
    ...(announces.length === 0 ? {} : { announces }),
    ...(definition.announcesOnly === undefined ? {} : { announcesOnly: definition.announcesOnly }),
    ...(options.announcesAt === undefined ? {} : { announcesAt: options.announcesAt }),
  }
  if (where === undefined) return base
  return 'object' in where ? { ...base, place: where } : { ...base, span: where }
}

/** Sorts by file, line, column, code and message, and drops exact repeats: the same findings in the same order for every input order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const keyed = diagnostics.map((diagnostic) => ({ diagnostic, span: spanOf(diagnostic) }))
  keyed.sort((a, b) => {
    if (a.span !== undefined && b.span !== undefined) {
      const order = compareSpans(a.span, b.span)
      if (order !== 0) return order
    } else if (a.span !== b.span) return a.span === undefined ? 1 : -1
    return compareText(a.diagnostic.code, b.diagnostic.code) || compareText(a.diagnostic.message, b.diagnostic.message)
  })
  const sorted: Diagnostic[] = []
  let last = ''
  for (const { diagnostic } of keyed) {
    const key = identity(diagnostic)
    if (key !== last) sorted.push(diagnostic)
    last = key
  }
  return sorted
}

function identity(diagnostic: Diagnostic): string {
  const place = diagnostic.place
  const where =
    place === undefined
      ? JSON.stringify(diagnostic.span ?? null)
      : `${place.object.file}#${place.object.document}/${place.object.item ?? ''}${objectText(place.object)} ${pathText(place.path)}`
  return `${diagnostic.code} ${where} ${diagnostic.message}`
}
