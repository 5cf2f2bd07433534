import { type Atom, conjuncts, type Predicate } from '../../model/predicate.ts'
import type { ChainRule } from './chain-rule.ts'

/**
 * What a gateway makes of the rules of its tables for one host: each table ends with its first rule that matches everything, and such rules
 * of all tables come after the others, however old their tables are (istio:pilot/pkg/networking/core/route/route.go
 * BuildHTTPRoutesForVirtualService, SortVHostRoutes; istio/istio#10485).
 */
export function catchAllsLast(tables: readonly (readonly ChainRule[])[]): ChainRule[] {
  const rules = tables.flatMap(untilCatchAll)
  return [...rules.filter((rule) => !isCatchAll(rule)), ...rules.filter(isCatchAll)]
}

/** Whether the order of some tables makes no difference: no request meets rules of two of them, and only one has a rule for everything. */
export function orderIsMeaningless(tables: readonly (readonly ChainRule[])[]): boolean {
  const lists = tables.map(untilCatchAll)
  if (lists.filter((rules) => rules.some(isCatchAll)).length > 1) return false
  return lists.every((rules, index) =>
    lists
      .slice(index + 1)
      .every((others) => rules.every((rule) => others.every((other) => isCatchAll(rule) || isCatchAll(other) || exclude(rule, other)))),
  )
}

function untilCatchAll(rules: readonly ChainRule[]): readonly ChainRule[] {
  const last = rules.findIndex(isCatchAll)
  return last < 0 ? rules : rules.slice(0, last + 1)
}

/** No condition, or only the path prefix `/` (istio:pilot/pkg/networking/core/route/route.go IsCatchAllRoute). */
export function isCatchAll({ predicate }: ChainRule): boolean {
  return conjuncts(predicate).every(
    (part) => part.kind === 'path' && (part.match.op === 'prefix' || part.match.op === 'segment-prefix') && part.match.value === '/',
  )
}

/**
 * Two rules that ask for different methods or hosts, or for paths that cannot be the same. Headers exclude nothing: a request may have
 * several values of one (measured: Envoy 1.40.0).
 */
function exclude(a: ChainRule, b: ChainRule): boolean {
  const theirs = conjuncts(b.predicate)
  return conjuncts(a.predicate).some((mine) => theirs.some((other) => apart(mine, other)))
}

function apart(a: Predicate, b: Predicate): boolean {
  if ((a.kind !== 'path' && a.kind !== 'method' && a.kind !== 'authority') || a.kind !== b.kind) return false
  const [left, right] = [startOf(a), startOf(b as Atom)]
  if (left === undefined || right === undefined) return false
  const fold = left.ignoreCase || right.ignoreCase
  const [one, other] = fold ? [left.text.toLowerCase(), right.text.toLowerCase()] : [left.text, right.text]
  if (left.whole && right.whole) return one !== other
  return !(left.whole ? false : other.startsWith(one)) && !(right.whole ? false : one.startsWith(other))
}

/** The text that a value begins with, or is, where that is all it takes. Letters beyond ASCII fold in more than one way. */
function startOf(atom: Atom): { readonly text: string; readonly whole: boolean; readonly ignoreCase: boolean } | undefined {
  if (!('match' in atom) || !('op' in atom.match)) return undefined
  const { match } = atom
  switch (match.op) {
    case 'exact':
    case 'prefix':
      return isPlain(match.value) ? { text: match.value, whole: match.op === 'exact', ignoreCase: match.ignoreCase === true } : undefined
    case 'segment-prefix':
      return isPlain(match.value) ? { text: match.value, whole: false, ignoreCase: false } : undefined
    case 'suffix':
    case 'regex':
    case 'present':
    case 'non-empty':
    case 'template':
      return undefined
  }
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
