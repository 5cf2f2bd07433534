/** Where a value stands in the input. Lines and columns count from 1, as editors show them; `endCol` is exclusive. */
export interface SourceSpan {
  readonly file: string
  readonly line: number
  readonly col: number
  readonly endLine: number
  readonly endCol: number
}

/**
 * Names one Kubernetes object of the input: what it is and which document holds it.
 * `document` counts the documents of the file from 0; `item` is set for a member of a `kind: List`, counted from 0.
 */
export interface ObjectRef {
  readonly apiVersion: string
  readonly kind: string
  /** The effective namespace; the empty string for cluster-scoped objects. */
  readonly namespace: string
  readonly name: string
  readonly file: string
  readonly document: number
  readonly item?: number
  /** Who writes the object: controllers in `metadata.ownerReferences`, a Helm release. Absent when nothing does. */
  readonly owners?: readonly ObjectOwner[]
}

export interface ObjectOwner {
  readonly kind: string
  readonly name: string
}

/** One step into a value: a field name or a list index. */
export type PathStep = string | number

/**
 * A value's place: the object it belongs to and the path to it from the object's root. Places travel with values, so no rule
 * ever computes a line number. `span` is worked out when asked for; for a value that is absent it is the span of the nearest
 * ancestor that exists.
 */
export interface Place {
  readonly object: ObjectRef
  readonly path: readonly PathStep[]
  readonly span: SourceSpan
  /** The place of a field of this value, whether or not the field is there. */
  field(name: string): Place
  /** The place of a list item of this value. */
  index(position: number): Place
}

/** The place of what a path from a value leads to, whether or not it is there. */
export function placeAt(root: Place, path: readonly PathStep[]): Place {
  return path.reduce((place, step) => (typeof step === 'number' ? place.index(step) : place.field(step)), root)
}

/** Whether a value is a place: only places can be asked for those of their fields, which nothing read from a manifest can. */
export function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'span' in value && typeof (value as Partial<Place>).field === 'function'
}

/** `spec.rules[0].from`, as people and the CRD documentation write it; names that need it are quoted. */
export function pathText(path: readonly PathStep[]): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[A-Za-z_$][\w$-]*$/.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(step)}]`
  }
  return text
}

/** `AuthorizationPolicy prod/allow-read`: how messages name an object. */
export function objectText(ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return ref.namespace === '' ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`
}

/** Whether two values are of one object as it is written: of one document, or of one item of a list in it. */
export function sameObject({ object: a }: { readonly object: ObjectRef }, { object: b }: { readonly object: ObjectRef }): boolean {
  return a.file === b.file && a.document === b.document && a.item === b.item && a.kind === b.kind && a.name === b.name
}

/** Orders spans by file, line, then column: the order in which a reader meets them. */
export function compareSpans(a: SourceSpan, b: SourceSpan): number {
  return compareText(a.file, b.file) || a.line - b.line || a.col - b.col
}

/** Code-unit order: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
