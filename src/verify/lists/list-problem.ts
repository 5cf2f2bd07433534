import type { Node } from 'yaml'
import type { z } from 'zod'
import type { PathStep, SourceSpan } from '../../diagnostics/place.ts'
import { resolveAlias, stepInto } from '../../manifest/yaml/node-place.ts'
import type { ParsedDocument, ParsedFile } from '../../manifest/yaml/parsed-file.ts'

/** What is wrong, as the end of a sentence that begins with the path. */
export function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' || issue.code === 'invalid_union') return issue.message
  const text = issue.message.replace(/^Invalid (?:input|option|string): /, '')
  if (issue.code === 'invalid_type' && text.endsWith('received undefined')) return 'is missing'
  // What a schema says in its own words is such an end already.
  if (text.startsWith('is ')) return text
  return `is not valid: ${text.charAt(0).toLowerCase()}${text.slice(1)}`
}

/** The position of a value, or of its field's name; of the nearest value around it when it is absent. */
export function spanIn(
  file: ParsedFile,
  { tree, chunk }: ParsedDocument,
  path: readonly PathStep[],
  what: 'value' | 'name' = 'value',
): SourceSpan {
  if (tree === undefined || tree.contents === null) return file.contentSpan(chunk)
  let node: Node = tree.contents
  let shown: Node = node
  for (const [depth, step] of path.entries()) {
    const next = stepInto(resolveAlias(node, tree), step, tree)
    if (next === undefined) break
    const name = what === 'name' && depth === path.length - 1 ? next.key : undefined
    shown = name ?? next.value ?? next.key ?? shown
    if (next.value === undefined) break
    node = next.value
  }
  const [start, end] = shown.range ?? [0, 0]
  // The range of a block collection runs to the end of its last line, which the eye does not see.
  const text = file.text.slice(chunk.start + start, chunk.start + end)
  return file.lines.span(chunk.start + start, chunk.start + start + text.trimEnd().length)
}
