import type { z } from 'zod'
import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { type PathStep, pathText, type SourceSpan } from '../../diagnostics/place.ts'
import { parseFile } from '../../manifest/parse-file.ts'
import type { ParsedDocument, ParsedFile } from '../../manifest/yaml/parsed-file.ts'
import { problemOf, spanIn } from './list-problem.ts'

/** The entries of a list file that are valid, each with its position, and what is wrong with the file and the others. */
export interface ListFile<T> {
  readonly entries: readonly (T & { readonly place: SourceSpan })[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads a file of the user's own that has a list under one key, and nothing else. Each entry is checked on its own; one that is not valid
 * is left out and reported. Never throws for bad input.
 */
export function readListFile<T extends object>(text: string, path: string, key: string, schema: z.ZodType<T>): ListFile<T> {
  const { file, diagnostics } = parseFile(path, text)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { entries: [], diagnostics }
  const refuse = (span: SourceSpan, problem: string): ListFile<T> => ({
    entries: [],
    diagnostics: [...diagnostics, diagnose(catalogue.listUnreadable, span, { key, problem })],
  })
  const [document, second] = file.documents.filter(({ skipped }) => skipped !== 'empty')
  if (document === undefined) return refuse(file.lines.span(0, 0), 'it is empty')
  if (second !== undefined) return refuse(file.contentSpan(second.chunk), 'it has more than one document')
  if (!document.parses) return refuse(file.contentSpan(document.chunk), 'it is a template')
  const list = listOf(document, file, key)
  if ('problem' in list) return refuse(list.span, list.problem)
  const entries: (T & { readonly place: SourceSpan })[] = []
  const problems: Diagnostic[] = []
  for (const [index, item] of list.items.entries()) {
    const result = schema.safeParse(item)
    if (result.success) entries.push({ ...result.data, place: spanIn(file, document, [key, index]) })
    else for (const issue of result.error.issues) problems.push(...problemsOf(issue, [key, index], file, document))
  }
  return { entries, diagnostics: [...diagnostics, ...problems] }
}

function listOf(
  document: ParsedDocument,
  file: ParsedFile,
  key: string,
): { readonly items: readonly unknown[] } | { readonly problem: string; readonly span: SourceSpan } {
  const { value } = document
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: `it has no \`${key}\` at its top`, span: spanIn(file, document, []) }
  const stranger = Object.keys(value).find((name) => name !== key)
  if (stranger !== undefined)
    return { problem: `it has an unknown field \`${stranger}\` at its top`, span: spanIn(file, document, [stranger], 'name') }
  const items = (value as Record<string, unknown>)[key]
  return Array.isArray(items) ? { items } : { problem: `\`${key}\` is not a list`, span: spanIn(file, document, [key]) }
}

function problemsOf(issue: z.core.$ZodIssue, root: readonly PathStep[], file: ParsedFile, document: ParsedDocument): Diagnostic[] {
  const path = [...root, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
  const invalid = (at: readonly PathStep[], problem: string, what?: 'name') =>
    diagnose(catalogue.listEntryInvalid, spanIn(file, document, at, what), { path: pathText(at), problem })
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => invalid([...path, name], 'is not known here', 'name'))
  return [invalid(path, problemOf(issue))]
}
