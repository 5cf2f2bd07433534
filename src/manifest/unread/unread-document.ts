import { isNamespaceName } from '../../crd/structural/name-formats.ts'
import { objectText, type SourceSpan } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { canonical } from '../../model/canonical.ts'
import { kindsThatMayBe } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, type Reach, type UnreadInput, type UnreadReason } from '../../model/unread.ts'
import type { InputFile } from '../input-file.ts'
import type { ParsedDocument, ParsedFile } from '../yaml/parsed-file.ts'
import { mayBeIstios, reachOfText } from './reach-of-text.ts'

/** A document that was not read, with what its text shows of it. */
export function unreadDocument(file: ParsedFile, document: ParsedDocument, why: UnreadReason): UnreadInput {
  const { chunk } = document
  const reach = reachOfText(file.text.slice(chunk.content, chunk.end))
  return { why, what: `${nameOf(reach)} in ${file.path}`, reach, span: file.contentSpan(chunk) }
}

/** A file that could not be opened, or is not text. */
export function unreadFile({ path, reach = anything }: Pick<InputFile, 'path' | 'reach'>): UnreadInput {
  return { why: 'file', what: path, reach, span: { file: path, line: 1, col: 1, endLine: 1, endCol: 1 } }
}

/** An item of a list that is not an object. */
export function unreadItem(file: ParsedFile, span: SourceSpan): UnreadInput {
  return { why: 'invalid', what: `an item of a list in ${file.path}`, reach: anything, span }
}

/** An object that is plainly there and whose meaning is not known all the same. */
export function unreadObject({ ref, value, place }: SourceObject, why: UnreadReason): UnreadInput {
  const kinds = ref.kind === 'ConfigMap' && !mayBeIstios(ref.name) ? [] : kindsThatMayBe(groupOf(ref.apiVersion), ref.kind)
  // An object whose namespace is not a name of one may have been meant for any.
  const namespaces = isNamespaceName(ref.namespace) ? [ref.namespace] : 'any'
  const reach: Reach = { kinds, namespaces, ...(isName(ref.name) ? { name: ref.name } : {}) }
  const content = why === 'invalid' ? { content: canonical(value) } : {}
  return { why, what: objectText(ref), reach, ...content, span: place.span, place }
}

/** An object whose settings of the mesh are not known, whatever its kind. */
export function unreadSettings(object: SourceObject): UnreadInput {
  const own = unreadObject(object, 'invalid')
  return own.reach.kinds.length > 0 && object.ref.apiVersion !== '' ? own : { ...own, reach: { ...anything, kinds: ['IstioOperator'] } }
}

/** False for a name that is still to be filled in, such as `${NAMESPACE}`. */
function isName(text: string): boolean {
  return /^[a-z0-9.:-]*$/i.test(text)
}

/** `AuthorizationPolicy shop/web`, as far as it is known. */
function nameOf({ kinds, namespaces, name }: Reach): string {
  if (kinds === 'any' || kinds.length !== 1) return 'a document'
  const [namespace] = namespaces === 'any' || namespaces.length !== 1 ? [] : namespaces
  return name === undefined ? kinds[0]! : objectText({ kind: kinds[0]!, namespace: namespace ?? '', name })
}
