import { matchesWhole } from './regex.ts'
import type { Row, RowPath, RowValue } from './row.ts'

/**
 * True when certainly no request meets both rows. Headers rule nothing out: one that is sent twice has two values, and Envoy matches each on
 * its own (1.39 and later; measured: Envoy 1.40.0). Of a query parameter the first value counts.
 */
export function disjoint(a: Row, b: Row): boolean {
  if (a.method !== undefined && b.method !== undefined && a.method !== b.method) return true
  return pathsDisjoint(a.path, b.path) || valuesDisjoint(a.queries, b.queries)
}

/** True when certainly every request that meets `b` meets `a`. */
export function rowCovers(a: Row, b: Row): boolean {
  return (
    (a.method === undefined || a.method === b.method) &&
    pathCovers(a.path, b.path) &&
    valuesCover(a.headers, b.headers) &&
    valuesCover(a.queries, b.queries)
  )
}

/** What requests that meet both rows meet, as a row of `a`'s rule; undefined when one row cannot say it. */
export function intersection(a: Row, b: Row): Row | undefined {
  const path = pathIntersection(a.path, b.path)
  const headers = merge(a.headers, b.headers)
  const queries = merge(a.queries, b.queries)
  if (path === undefined || headers === undefined || queries === undefined) return undefined
  const method = a.method ?? b.method
  return { rule: a.rule, path, ...(method === undefined ? {} : { method }), headers, queries, place: a.place }
}

function pathsDisjoint(a: RowPath, b: RowPath): boolean {
  if (a.op === 'any' || b.op === 'any') return false
  if (a.op === 'regex') return b.op === 'exact' && b.ignoreCase !== true && matchesWhole(a.value, b.value) === false
  if (b.op === 'regex') return pathsDisjoint(b, a)
  const fold = a.ignoreCase === true || b.ignoreCase === true
  const left = fold ? folded(a.value) : a.value
  const right = fold ? folded(b.value) : b.value
  if (left === undefined || right === undefined) return false
  if (a.op === 'exact' && b.op === 'exact') return left !== right
  if (a.op === 'exact') return !left.startsWith(right)
  if (b.op === 'exact') return !right.startsWith(left)
  return !left.startsWith(right) && !right.startsWith(left)
}

/** Without letter case; undefined beyond ASCII, where folding is not one to one. */
function folded(text: string): string | undefined {
  return /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : undefined
}

function pathCovers(a: RowPath, b: RowPath): boolean {
  if (a.op === 'any') return true
  if (b.op === 'any') return false
  if (a.op === 'regex') {
    if (b.op === 'regex') return a.value === b.value || a.value === '.*'
    return (b.op === 'exact' && b.ignoreCase !== true && matchesWhole(a.value, b.value) === true) || (a.value === '.*' && b.op === 'prefix')
  }
  if (b.op === 'regex') return false
  if (b.ignoreCase === true && a.ignoreCase !== true) return false
  const left = a.ignoreCase === true ? folded(a.value) : a.value
  const right = a.ignoreCase === true ? folded(b.value) : b.value
  if (left === undefined || right === undefined) return false
  return a.op === 'prefix' ? right.startsWith(left) : b.op === 'exact' && left === right
}

function pathIntersection(a: RowPath, b: RowPath): RowPath | undefined {
  if (pathCovers(a, b)) return b
  return pathCovers(b, a) ? a : undefined
}

type Values = ReadonlyMap<string, RowValue>

function valuesDisjoint(a: Values, b: Values): boolean {
  return [...a].some(([name, left]) => {
    const right = b.get(name)
    if (right === undefined) return false
    if (left.op === 'exact' && right.op === 'exact') return left.value !== right.value
    if (left.op === 'exact') return matchesWhole(right.value, left.value) === false
    return right.op === 'exact' && matchesWhole(left.value, right.value) === false
  })
}

function valuesCover(a: Values, b: Values): boolean {
  return [...a].every(([name, left]) => {
    const right = b.get(name)
    return right !== undefined && valueCovers(left, right)
  })
}

function valueCovers(a: RowValue, b: RowValue): boolean {
  if (a.op === b.op && a.value === b.value) return true
  if (a.op !== 'regex') return false
  return a.value === '.*' || (b.op === 'exact' && matchesWhole(a.value, b.value) === true)
}

function merge(a: Values, b: Values): Values | undefined {
  const merged = new Map(a)
  for (const [name, right] of b) {
    const left = merged.get(name)
    if (left === undefined || valueCovers(left, right)) merged.set(name, right)
    else if (!valueCovers(right, left)) return undefined
  }
  return merged
}
