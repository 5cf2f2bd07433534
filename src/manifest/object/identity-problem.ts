import { isScalar } from 'yaml'
import { resolveAlias, rootOf, stepInto } from '../yaml/node-place.ts'
import type { ParsedDocument } from '../yaml/parsed-file.ts'
import { isRecord, unidentified } from './identity.ts'

/**
 * Why a value is not a Kubernetes object, as a clause; undefined when it is one. A name that YAML does not read as text is there for the
 * reader of the file, so it is shown as it is written: `name: n` is the boolean `n`, and `name: 7` the number `7`.
 */
export function identityProblem(value: unknown, document: ParsedDocument, item?: number): string | undefined {
  const path = unidentified(value)
  if (path === undefined) return undefined
  const found = path.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), value)
  const field = `\`${path.join('.')}\``
  if (found === undefined || found === null || found === '') return `it has no ${field}`
  if (Array.isArray(found)) return `${field} must be a string, not a list`
  if (typeof found === 'object') return `${field} must be a string, not a map`
  return `${field} must be a string, not the ${typeof found} \`${writtenAt(document, item, path) ?? String(found)}\`; quote it`
}

function writtenAt(document: ParsedDocument, item: number | undefined, path: readonly string[]): string | undefined {
  const { tree } = document
  if (tree === undefined) return undefined
  const node = path.reduce((at, step) => stepInto(resolveAlias(at, tree), step, tree)?.value, rootOf(document, item))
  const scalar = resolveAlias(node, tree)
  return isScalar(scalar) ? scalar.source : undefined
}
