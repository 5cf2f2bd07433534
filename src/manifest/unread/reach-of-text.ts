import { groupOf } from '../../model/api-group.ts'
import { kindsThatMayBe } from '../../model/deciding-kinds.ts'
import { anything, type Reach } from '../../model/unread.ts'
import { kindsCarriedBy } from '../carriers/carrying-text.ts'
import { isClusterScoped } from '../object/scope.ts'
import { insertsDocuments, templateLine } from './template-lines.ts'

/**
 * What a document may be that does not parse, or that another tool fills in: as much of its kind, namespace and name as its text shows. What
 * is not plainly there (a value with template syntax, a line that is broken) is unknown.
 */
export function reachOfText(text: string): Reach {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#(?!@)/.test(line))
  const isFlow = /^\s*(?:\{(?![{%])|\[)/.test(lines.join('\n'))
  if (!isFlow && insertsDocuments(lines)) return anything
  const outline = isFlow ? outlineOfFlow(lines.join('\n')) : outlineOfBlock(lines)
  if (outline.kinds.length === 0 || outline.kinds.some((kind) => kind === undefined || kind.endsWith('List') || kind === 'Template'))
    return anything
  const named = outline.kinds as readonly string[]
  const [apiVersion] = outline.apiVersions
  const group = outline.apiVersions.length === 1 && apiVersion !== undefined ? groupOf(apiVersion) : undefined
  const [name] = outline.names
  const kinds = named.map((kind) => (kind === 'ConfigMap' && !mayHoldMesh(name, text) ? [] : kindsThatMayBe(group, kind)))
  // What it holds or changes may be in any namespace.
  const carried = named.map((kind) => kindsCarriedBy(group, kind, text))
  if (carried.some((some) => some.length > 0)) {
    const all = [...kinds, ...carried]
    return { ...anything, kinds: all.includes('any') ? 'any' : [...new Set(all.flat())] }
  }
  const cluster = named.every((kind) => apiVersion !== undefined && isClusterScoped(apiVersion, kind))
  return {
    kinds: kinds.includes('any') ? 'any' : [...new Set(kinds.flat())],
    namespaces: cluster ? [''] : allKnown(outline.namespaces),
    ...(outline.names.length === 1 && name !== undefined ? { name } : {}),
  }
}

/** The values of the fields that say what an object is; undefined for one that cannot be made out. */
interface Outline {
  readonly apiVersions: readonly (string | undefined)[]
  readonly kinds: readonly (string | undefined)[]
  readonly namespaces: readonly (string | undefined)[]
  readonly names: readonly (string | undefined)[]
}

function outlineOfBlock(lines: readonly string[]): Outline {
  const top = (key: string) => lines.flatMap((line, at) => (keyAt(line, key) === 0 ? [fieldValue(line, key, at < lines.length - 1)] : []))
  const blocks = lines.flatMap((line, at) => {
    if (keyAt(line, 'metadata') !== 0) return []
    const end = lines.findIndex((other, index) => index > at && /^[^\s]/.test(other) && !/^\{[{%]/.test(other))
    // Its last line is whole where another one follows.
    return [{ block: lines.slice(at, end < 0 ? lines.length : end), whole: end >= 0 }]
  })
  const inMetadata = (key: string) =>
    blocks.map(({ block, whole }) => {
      const isFlow = /^["']?metadata["']?\s*:\s*\{(?!\{)/.test(block[0] ?? '')
      const values = isFlow ? flowValues(block.join('\n'), key) : directValues(block, key, whole)
      return values.length === 1 ? values[0] : undefined
    })
  return { apiVersions: top('apiVersion'), kinds: top('kind'), namespaces: inMetadata('namespace'), names: inMetadata('name') }
}

/**
 * The values of a key among the fields of a block map, those of maps inside it left out. One that a template may leave out is unknown, and
 * so is any where a template puts in fields beside it.
 */
function directValues(block: readonly string[], key: string, whole: boolean): (string | undefined)[] {
  const inner = block.slice(1)
  const indent = Math.min(...inner.filter((line) => /^\s*["']?[a-z][\w]*["']?\s*:/i.test(line)).map((line) => line.search(/\S/)))
  const values: (string | undefined)[] = []
  let open = 0
  for (const [at, line] of inner.entries()) {
    const found = templateLine(line)
    if (found.kind === 'opens') open += 1
    if (found.kind === 'ends') open -= 1
    if (found.kind === 'inserts' && found.indent <= indent) values.push(undefined)
    if (keyAt(line, key) === indent) values.push(open > 0 ? undefined : fieldValue(line, key, whole || at < inner.length - 1))
  }
  return values
}

function keyAt(line: string, key: string): number {
  return new RegExp(`^\\s*["']?${key}["']?\\s*:`).test(line) ? line.search(/\S/) : -1
}

function fieldValue(line: string, key: string, ended: boolean): string | undefined {
  const written = line.replace(new RegExp(`^\\s*["']?${key}["']?\\s*:`), '')
  if (!/^\s/.test(written)) return undefined
  return literal(written, ended)
}

/** JSON and flow maps: the fields of the outermost map, and those of `metadata` in it. */
function outlineOfFlow(text: string): Outline {
  const outer = atDepth(text, 1)
  const metadata = [...text.matchAll(/["']?metadata["']?\s*:\s*\{/g)].flatMap((match) => {
    const start = match.index + match[0].length
    return depthAt(text, match.index) === 1 ? [atDepth(`{${text.slice(start)}`, 1)] : []
  })
  const inMetadata = (key: string) =>
    metadata.map((block) => {
      const values = flowValues(block, key)
      return values.length === 1 ? values[0] : undefined
    })
  return {
    apiVersions: flowValues(outer, 'apiVersion'),
    kinds: flowValues(outer, 'kind'),
    namespaces: inMetadata('namespace'),
    names: inMetadata('name'),
  }
}

function depthAt(text: string, end: number): number {
  let depth = 0
  for (const mark of text.slice(0, end).match(/[{}[\]]/g) ?? []) depth += mark === '{' || mark === '[' ? 1 : -1
  return depth
}

/** The text at one depth of brackets, up to where that depth is left for good. */
function atDepth(text: string, wanted: number): string {
  let depth = 0
  let kept = ''
  for (const char of text) {
    if (char === '{' || char === '[') depth += 1
    if (depth === wanted && char !== '{' && char !== '[') kept += char
    if (char === '}' || char === ']') depth -= 1
    if (depth < wanted && kept !== '') break
  }
  return kept
}

function flowValues(text: string, key: string): (string | undefined)[] {
  return [...text.matchAll(new RegExp(`(?:^|[\\s,{])["']?${key}["']?\\s*:([^,}\\]\\n]*)([,}\\]\\n]?)`, 'g'))].map((match) =>
    literal(match[1] ?? '', match[2] !== ''),
  )
}

/** The text of a plain or quoted scalar such as names are; undefined for anything else, and where the text may have been cut off. */
function literal(written: string, ended: boolean): string | undefined {
  const match = /^\s*(?:"([\w./-]+)"|'([\w./-]+)'|([\w./-]+))\s*(?:\s#.*)?$/.exec(written)
  const quoted = match?.[1] ?? match?.[2]
  return quoted ?? (ended ? match?.[3] : undefined)
}

function allKnown(values: readonly (string | undefined)[]): 'any' | readonly string[] {
  const known = values.filter((value) => value !== undefined)
  return values.length === 0 || known.length < values.length ? 'any' : [...new Set(known)]
}

/** The names under which istiod looks for its ConfigMap. */
export function mayBeIstios(name: string): boolean {
  return /^istio(-|$)/.test(name)
}

function mayHoldMesh(name: string | undefined, text: string): boolean {
  return name === undefined ? /(?:^|[\s{,"'])mesh["']?\s*:/.test(text) : mayBeIstios(name)
}
