import type { View } from '../../../src/decide/rules/view.ts'
import type { PathStep, Place } from '../../../src/diagnostics/place.ts'
import type { Atom, AtomBody } from '../../../src/model/predicate.ts'
import type { HttpRequest } from '../../../src/model/request.ts'

const object = { apiVersion: 'v1', kind: 'Any', namespace: 'shop', name: 'any', file: 'mesh.yaml', document: 0 }

/** A place that is distinguished from others by its path. */
export function placeAt(...path: readonly PathStep[]): Place {
  const span = { file: 'mesh.yaml', line: 1, col: 1, endLine: 1, endCol: 2 }
  return { object, path, span, field: (name) => placeAt(...path, name), index: (position) => placeAt(...path, position) }
}

export function atom<B extends AtomBody>(body: B): B & { readonly place: Place } & Atom {
  return { ...body, place: placeAt(body.kind) } as B & { readonly place: Place } & Atom
}

/** A request of `shop/till` for `/buy?item=5`. */
export function http(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', target: '/buy?item=5', authority: 'store.shop:80', headers: {}, token: { kind: 'none' }, ...changes }
}

/** What a sidecar sees of it. */
export function view(changes: Partial<View> = {}): View {
  return {
    identity: 'cluster.local/ns/shop/sa/till',
    peerAddress: '10.1.0.4',
    clientAddress: '192.0.2.7',
    destinationAddress: '10.1.0.9',
    port: 8080,
    http: http(),
    sni: undefined,
    ...changes,
  }
}
