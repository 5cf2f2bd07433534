import { canonical } from '../../model/canonical.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { NodeRoutes } from '../../model/node-routes.ts'
import { type Atom, always, atomsOf, type Predicate } from '../../model/predicate.ts'
import type { Backend, HeaderMutation, HttpAction, HttpRule } from '../../model/route.ts'
import { isTaken } from '../network/refused-pattern.ts'
import type { ChainRule } from './chain-rule.ts'
import { backendWithoutAddress, validBackends } from './node-backends.ts'
import type { NodeDoubt } from './node-doubt.ts'
import { inOperatorsOrder, isBefore } from './node-order.ts'

/**
 * The rules that a node's proxy has for a Service, or for a host at a gateway: those of one configuration, or of all routes of Gateway API together. `portsOf`
 * are the ports that a route is attached to, one for each attachment.
 */
export function nodeRules(
  mesh: Mesh,
  tables: readonly NodeRoutes[],
  portsOf: (table: NodeRoutes) => readonly number[],
): readonly ChainRule[] | NodeDoubt {
  const unmodelled = tables.find((table) => table.unmodelled.length > 0)
  if (unmodelled !== undefined) return { why: `what ${nameOf(unmodelled)} says to Envoy`, at: unmodelled.unmodelled[0]! }
  const byOperator = tables[0]!.order === 'specificity'
  const singles = tables.flatMap((table) => singlesOf(table, byOperator ? portsOf(table) : [undefined]))
  const rules = byOperator ? merged(mesh, singles) : listed(mesh, singles)
  if ('why' in rules) return rules
  const refused = rules.find(({ rule }) => !takesPatterns(mesh, rule))
  if (refused !== undefined)
    return { why: `whether Envoy takes the patterns of ${nameOf(refused.table)}, which may be above its limit`, at: refused.rule.place }
  const empty = rules.find(({ rule: { action } }) => action.backends.length > 1 && action.backends.every(({ weight }) => weight === 0))
  if (empty !== undefined) return { why: 'what Envoy goes on with, which refuses weights that add up to 0', at: empty.rule.place }
  return [...rules.map(asChainRule), notFound(tables[0]!)]
}

/** The rules of a CiliumEnvoyConfig, which Envoy has as they are. */
function listed(mesh: Mesh, singles: readonly Single[]): readonly Single[] | NodeDoubt {
  const doubts = singles.flatMap(({ table, rule }) => backendWithoutAddress(mesh, table, rule.action.backends) ?? [])
  return doubts[0] ?? singles
}

/** One rule with one match at most, of a route as it is attached to one port. */
interface Single {
  readonly table: NodeRoutes
  readonly rule: HttpRule
  readonly port: number | undefined
}

function singlesOf(table: NodeRoutes, ports: readonly (number | undefined)[]): Single[] {
  return ports.flatMap((port) => table.http.map((rule) => ({ table, rule, port })))
}

/**
 * Routes of one match are one to the operator: the first decides what is done, and the backends of all of them share the requests. Inside one route the
 * first of two rules with one match counts alone (cc:operator/pkg/model/translation/envoy_virtual_host.go; measured: Cilium 1.20.2). Which of several
 * routes comes first is not in the input.
 */
function merged(mesh: Mesh, singles: readonly Single[]): readonly Single[] | NodeDoubt {
  const groups = new Map<string, Single[]>()
  for (const single of singles) {
    const key = isDoubled(single) ? `${nameOf(single.table)} ${single.table.http.indexOf(single.rule)}` : matchKey(single.rule)
    groups.set(key, [...(groups.get(key) ?? []), single])
  }
  const rules: Single[] = []
  for (const group of groups.values()) {
    const [first] = group as [Single]
    const each = group.map((single) => validBackends(mesh, single.table, single.rule.action.backends))
    const doubt = each.find((one): one is NodeDoubt => 'why' in one)
    if (doubt !== undefined) return doubt
    const other = group.find(({ table, rule }) => table !== first.table && doneBy(rule) !== doneBy(first.rule))
    if (other !== undefined)
      return { why: `whether Cilium has ${nameOf(first.table)} or ${nameOf(other.table)} first`, at: other.rule.place }
    const rule = withBackends(
      first,
      (each as readonly (readonly Backend[])[]).map((own, index) => (group[index]!.table === first.table ? own : own.map(withoutFilters))),
    )
    const lost = losingFilters(rule)
    if (lost !== undefined)
      return { why: `which header filters of ${nameOf(first.table)} count, of those of several backends`, at: lost.place }
    rules.push({ ...first, rule })
  }
  const ordered = inOperatorsOrder(rules)
  for (const [index, single] of ordered.entries()) {
    const next = ordered[index + 1]
    const isTie =
      next !== undefined && next.table !== single.table && !isBefore(single.rule, next.rule) && !isBefore(next.rule, single.rule)
    if (isTie && mayBothMatch(single.rule, next.rule))
      return { why: `whether Cilium has ${nameOf(single.table)} or ${nameOf(next.table)} first`, at: next.rule.place }
  }
  return ordered
}

/** What a rule does beside choosing backends. */
function doneBy({ action: { backends: _, ...action } }: HttpRule): string {
  return canonical(action)
}

function withBackends({ rule, port }: Single, each: readonly (readonly Backend[])[]): HttpRule {
  const { action, place } = rule
  const [own = []] = each
  if (action.kind === 'redirect') return { ...rule, action: { ...action, redirect: atPort(action.redirect!, port) } }
  if (own.length === 0) return { ...rule, action: { kind: 'respond', backends: [], mirrors: [], response: { status: 500, place } } }
  const backends = each.flat()
  const [only, ...others] = backends
  if (only === undefined || others.length > 0) return { ...rule, action: { ...action, backends } }
  return { ...rule, action: { ...action, backends: [withoutFilters(only)], ...headersTogether(action, only) } }
}

/** Filters of the backends of another route are not looked at. */
function withoutFilters({ requestHeaders: _request, responseHeaders: _response, ...backend }: Backend): Backend {
  return backend
}

/** What is written for the only backend is done where the rule's own is: all headers are taken away before any is set. */
function headersTogether(action: HttpAction, backend: Backend): Pick<HttpAction, 'requestHeaders' | 'responseHeaders'> {
  const together = (own: HeaderMutation | undefined, more: HeaderMutation | undefined): HeaderMutation | undefined =>
    own === undefined || more === undefined
      ? (own ?? more)
      : {
          set: [...own.set, ...more.set],
          add: [...own.add, ...more.add],
          remove: [...own.remove, ...more.remove],
          place: own.place,
        }
  const requestHeaders = together(action.requestHeaders, backend.requestHeaders)
  const responseHeaders = together(action.responseHeaders, backend.responseHeaders)
  return {
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
    ...(responseHeaders === undefined ? {} : { responseHeaders }),
  }
}

/** Of several backends each keeps the last of its filters, and those of one Service share what the last of them has. */
function losingFilters({ action: { backends } }: HttpRule): Backend | undefined {
  if (backends.length < 2) return undefined
  const filters = ({ requestHeaders, responseHeaders }: Backend): string => canonical({ requestHeaders, responseHeaders })
  return backends.find(
    (backend) =>
      (backend.requestHeaders !== undefined && backend.responseHeaders !== undefined) ||
      backends.some((other) => other.host === backend.host && other.port === backend.port && filters(other) !== filters(backend)),
  )
}

/** A redirect without a port of its own leads to that of the listener that its route was attached to first. */
function atPort(redirect: NonNullable<HttpRule['action']['redirect']>, port: number | undefined) {
  return redirect.port === 'request-port' && port !== undefined ? { ...redirect, port } : redirect
}

/** Whether another rule of the same route has the same match. */
function isDoubled({ table, rule }: Single): boolean {
  return table.http.some((other) => other.place !== rule.place && matchKey(other) === matchKey(rule))
}

/** The match of a rule, whatever the order in which its conditions are written. */
export function matchKey({ matches }: HttpRule): string {
  const [match] = matches
  return match === undefined ? '' : [...atomsOf(match.predicate)].map(textOf).sort().join(' ')
}

function textOf(atom: Atom): string {
  return canonical('name' in atom ? { ...atom, name: atom.name.toLowerCase() } : atom)
}

/** Rules of one rank whose paths or methods are others never meet. */
function mayBothMatch(one: HttpRule, other: HttpRule): boolean {
  const of = (rule: HttpRule, kind: 'path' | 'method') =>
    [...atomsOf(rule.matches[0]?.predicate ?? always)].find((atom) => atom.kind === kind)
  const same = (kind: 'path' | 'method') => canonical(of(one, kind) ?? {}) === canonical(of(other, kind) ?? {})
  const path = of(one, 'path')
  return same('method') && (same('path') || (path?.kind === 'path' && path.match.op === 'regex'))
}

/** Every pattern of a route configuration has to be below Envoy's limit, or the proxy keeps what it had. */
function takesPatterns({ settings }: Mesh, { matches, action }: HttpRule): boolean {
  const asked = matches.flatMap(({ predicate }) => patternsIn(predicate))
  const path = action.rewrite?.path
  const origins = (action.cors?.allowOrigins ?? []).flatMap(({ match }) => (match.op === 'regex' ? [match.value] : []))
  return [...asked, ...origins, ...(path?.kind === 'regex' ? [path.pattern] : [])].every((pattern) => isTaken(pattern, settings))
}

function patternsIn(predicate: Predicate): string[] {
  return [...atomsOf(predicate)].flatMap((atom) =>
    'match' in atom && 'op' in atom.match && atom.match.op === 'regex' ? [atom.match.value] : [],
  )
}

/** The list is in Envoy's order by now, whose clusters take all that is left to them. */
function asChainRule({ table, rule }: Single): ChainRule {
  const match = rule.matches[0]
  return { table: { ...table, order: 'first-match' }, rule, match, predicate: match?.predicate ?? always, client: always }
}

/** What Envoy answers where no route matches. */
function notFound(table: NodeRoutes): ChainRule {
  const { place } = table
  return {
    table: { ...table, order: 'first-match' },
    rule: { matches: [], action: { kind: 'respond', backends: [], mirrors: [], response: { status: 404, place } }, place },
    match: undefined,
    predicate: always,
    client: always,
  }
}

function nameOf({ place, namespace, name }: NodeRoutes): string {
  return `${place.object.kind} ${namespace}/${name}`
}
