import type { NodeRoutes } from '../../../src/model/node-routes.ts'
import { all, always, type Predicate } from '../../../src/model/predicate.ts'
import type { Backend, HeaderMutation, HttpAction, HttpRule } from '../../../src/model/route.ts'
import type { ChainRule } from '../../../src/resolve/routes/chain-rule.ts'
import { atom, placeAt } from '../../decide/rules/seen.ts'

export const pathOf = (op: 'exact' | 'prefix' | 'segment-prefix' | 'regex', value: string) => atom({ kind: 'path', match: { op, value } })
export const methodOf = (value: string) => atom({ kind: 'method', match: { op: 'exact', value } })
export const headerOf = (name: string, value = '1') => atom({ kind: 'header', name, match: { op: 'exact', value } })
export const queryOf = (name: string) => atom({ kind: 'query', name, match: { op: 'exact', value: '1' } })

/** A backend `shop/NAME` of weight 1. */
export function backendOf(name: string, changes: Partial<Backend> = {}): Backend {
  return { host: `${name}.shop.svc.cluster.local`, port: 80, weight: 1, place: placeAt('backend', name), ...changes }
}

/** Takes a header away. */
export function without(name: string): HeaderMutation {
  return { set: [], add: [], remove: [{ name, place: placeAt('remove', name) }], place: placeAt('filter', name) }
}

/** A rule that forwards to `shop/NAME`; with conditions it has one match. */
export function forwarding(name: string, parts: readonly Predicate[] = [], action: Partial<HttpAction> = {}): HttpRule {
  return {
    name,
    matches: parts.length === 0 ? [] : [{ predicate: all(parts), place: placeAt(name, 'match') }],
    action: { kind: 'forward', backends: [backendOf(name)], mirrors: [], ...action },
    place: placeAt(name, 'rule'),
  }
}

/** An HTTPRoute `shop/NAME` for port 80 of Service `shop/cart`. */
export function nodeRoutes(name: string, http: readonly HttpRule[], changes: Partial<NodeRoutes> = {}): NodeRoutes {
  const place = placeAt(name)
  return {
    name,
    namespace: 'shop',
    controller: 'cilium',
    hosts: [],
    bindings: [{ to: 'service', target: { kind: 'Service', name: 'cart', place }, namespace: 'shop', port: 80, place }],
    order: 'specificity',
    http,
    tls: [],
    tcp: [],
    owners: [],
    delegateOnly: false,
    normalization: 'none',
    unmodelled: [],
    place: { ...place, object: { ...place.object, kind: 'HTTPRoute' } },
    ...changes,
  }
}

export function chained(rule: HttpRule, changes: Partial<ChainRule> = {}): ChainRule {
  const match = rule.matches[0]
  return { table: nodeRoutes('table', [rule]), rule, match, predicate: match?.predicate ?? always, client: always, ...changes }
}
