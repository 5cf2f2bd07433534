import type { Place } from '../../../src/diagnostics/place.ts'
import { type Attempt, failed } from './obstacle.ts'
import { disjoint, intersection, rowCovers } from './overlap.ts'
import { compiles, quoteMeta } from './regex.ts'
import type { Row } from './row.ts'

/** A row with the path match that says it. */
export interface PlacedRow extends Row {
  readonly written: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string }
}

/**
 * Writes first-match rows so that the sort of Gateway API routes leaves every decision as it was: by the type of the path, its length, method,
 * headers, queries, then as listed (istio:pilot/pkg/config/kube/gateway/conversion.go sortHTTPRoutes). Where regexes come is the controller's choice:
 * istiod tries them after prefixes, Cilium's operator before. Rows are therefore all of regexes, or all without.
 *
 * Rows that can never match are left out. Exact paths and catch-alls are said with their own types where the order can be kept or repaired by
 * adding intersections; anything else with regexes of decreasing length.
 */
export function arrange(rows: readonly Row[], place: Place): Attempt<readonly PlacedRow[]> {
  const reachable = rows.filter((row, index) => !rows.slice(0, index).some((earlier) => rowCovers(earlier, row)))
  const typed = arrangeTyped(reachable)
  const result = typed === undefined ? arrangeRegex(reachable, place) : { value: typed }
  if (failed(result)) return result
  const perRule = new Map<number, number>()
  for (const { rule } of result.value) perRule.set(rule, (perRule.get(rule) ?? 0) + 1)
  if (perRule.size > 16) return { obstacles: [{ place, what: `${perRule.size} rules, where a route has room for 16` }] }
  if (result.value.length > 128 || [...perRule.values()].some((count) => count > 64)) {
    return { obstacles: [{ place, what: 'more matches than a route has room for (64 in a rule, 128 in all)' }] }
  }
  return result
}

/** Negative when `a` is tried before `b` whatever their order in the list, positive when after, 0 when the list decides. */
export function compareRows(a: PlacedRow, b: PlacedRow): number {
  return rank[b.written.type] - rank[a.written.type] || b.written.value.length - a.written.value.length || compareRest(a, b)
}

function compareRest(a: Row, b: Row): number {
  return (
    Number(b.method !== undefined) - Number(a.method !== undefined) || b.headers.size - a.headers.size || b.queries.size - a.queries.size
  )
}

const rank = { Exact: 3, PathPrefix: 2, RegularExpression: 1 } as const

/** Paths that Gateway API takes as they are (gwapi:apis/v1/httproute_types.go HTTPPathMatch rules). */
function isPlainPath(path: string): boolean {
  return (
    path.length <= 1024 &&
    /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(path) &&
    path.startsWith('/') &&
    !/\/\/|\/\.\/|\/\.\.\/|%2f|\/\.\.$|\/\.$/i.test(path)
  )
}

function typedRow(row: Row): PlacedRow | undefined {
  if (row.path.op === 'any') return { ...row, written: { type: 'PathPrefix', value: '/' } }
  if (row.path.op !== 'exact' || row.path.ignoreCase === true || !isPlainPath(row.path.value)) return undefined
  return { ...row, written: { type: 'Exact', value: row.path.value } }
}

function arrangeTyped(rows: readonly Row[]): readonly PlacedRow[] | undefined {
  const placed: PlacedRow[] = []
  for (const row of rows) {
    const typed = typedRow(row)
    if (typed === undefined) return undefined
    placed.push(typed)
  }
  for (let rounds = 0; rounds < 128; rounds += 1) {
    const inverted = firstInversion(placed)
    if (inverted === undefined) return placed
    const [earlier, later] = inverted
    const both = intersection(placed[earlier]!, placed[later]!)
    const typed = both === undefined ? undefined : typedRow(both)
    if (typed === undefined) return undefined
    placed.splice(earlier + 1, 0, typed)
  }
  return undefined
}

/** The first pair of rows of different rules that some request meets both, and that the sort would try in the wrong order. */
function firstInversion(rows: readonly PlacedRow[]): readonly [number, number] | undefined {
  for (let earlier = 0; earlier < rows.length; earlier += 1) {
    for (let later = earlier + 1; later < rows.length; later += 1) {
      const [a, b] = [rows[earlier]!, rows[later]!]
      if (a.rule === b.rule || compareRows(a, b) <= 0 || disjoint(a, b)) continue
      // An earlier row of the same rule, or of one before it, may already take every request that meets both.
      const both = intersection(a, b)
      const taken = rows
        .slice(0, later)
        .some((row) => row.rule <= a.rule && both !== undefined && rowCovers(row, both) && compareRows(row, b) <= 0)
      if (!taken) return [earlier, later]
    }
  }
  return undefined
}

/** The no-op group that makes a regex longer. */
const padding = '(?:)'

function arrangeRegex(rows: readonly Row[], place: Place): Attempt<readonly PlacedRow[]> {
  const placed: PlacedRow[] = []
  for (const row of [...rows].reverse()) {
    let value = regexFor(row)
    // The sort counts bytes; only in ASCII are they what a string's length counts.
    if (!/^[\x20-\x7e]*$/.test(value)) return { obstacles: [{ place: row.place, what: 'a path with characters beyond ASCII' }] }
    if (!compiles(value)) return { obstacles: [{ place: row.place, what: 'a regular expression that RE2 does not read' }] }
    for (const later of placed) {
      if (later.rule === row.rule || disjoint(row, later)) continue
      const needed = later.written.value.length + (compareRest(row, later) > 0 ? 1 : 0)
      while (value.length < needed) value += padding
    }
    if (value.length > 1024) return { obstacles: [{ place, what: 'an order of rules that takes paths longer than 1024 characters' }] }
    placed.unshift({ ...row, written: { type: 'RegularExpression', value } })
  }
  return { value: placed }
}

function regexFor({ path }: Row): string {
  if (path.op === 'any') return '/.*'
  if (path.op === 'regex') return path.value
  return `${path.ignoreCase === true ? '(?i)' : ''}${quoteMeta(path.value)}${path.op === 'prefix' ? '.*' : ''}`
}
