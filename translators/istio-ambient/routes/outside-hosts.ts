import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { HttpRule, RouteTable } from '../../../src/model/route.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { isRegistryHost } from '../../../src/resolve/hosts.ts'

/** What becomes of the hosts of a table that are not Services with a virtual IP, beside some that are. */
export type OutsideHosts =
  /** Gateways go on routing them; for clients in the mesh they are the host that DNS names. */
  | { readonly kind: 'for-gateways'; readonly diagnostics: readonly Diagnostic[] }
  /** The table stays for them, without the Services. */
  | { readonly kind: 'stay'; readonly places: readonly Place[]; readonly diagnostics: readonly Diagnostic[] }
  /** The table cannot be parted. */
  | { readonly kind: 'whole' }

/** A host of a table that is not a Service of the input, with the finding that refuses it. */
export interface OutsideHost {
  readonly host: string
  readonly place: Place
  readonly refusal: Diagnostic
}

/**
 * The commonest VirtualService names a Service for the mesh and a public name for a gateway. What the public name is for keeps its routes:
 * the gateway half stays as it is.
 */
export function settleOutside(table: RouteTable, outside: readonly OutsideHost[], mesh: Mesh): OutsideHosts {
  if (!table.bindings.some(({ to }) => to === 'gateway')) {
    return { kind: 'stay', places: outside.map(({ place }) => place), diagnostics: outside.map(({ refusal }) => refusal) }
  }
  // A host that the mesh knows is called by its clients, and an answer of the routes may be a barrier before it.
  const called = outside.some(({ host }) => isRegistryHost(mesh, resolveHost(host, table.namespace, mesh.settings.clusterDomain)))
  if (called || outside.some(({ host }) => host === '*') || !passesEverything(table, mesh)) return { kind: 'whole' }
  return {
    kind: 'for-gateways',
    diagnostics: outside.map(({ host, place }) => diagnose(catalogue.outsideHostForGateways, place, { host })),
  }
}

/** True when every HTTP request in the mesh is sent on, or redirected: no answer of 4xx or 5xx, no abort of all, and a rule for all that is left. */
function passesEverything(table: RouteTable, mesh: Mesh): boolean {
  const { http } = flattenDelegates(table, mesh).table
  return http.every(isOpen) && http.some(matchesAll)
}

function isOpen({ action: { kind, response, fault } }: HttpRule): boolean {
  return (kind !== 'respond' || (response?.status ?? 500) < 400) && (fault?.abort?.percent ?? 0) < 100
}

function matchesAll({ matches }: HttpRule): boolean {
  if (matches.length === 0) return true
  return matches.some(({ predicate, port, gateways }) => {
    const atoms = [...atomsOf(predicate)]
    const all = atoms.every((atom) => atom.kind === 'path' && atom.match.op === 'prefix' && atom.match.value === '/')
    return all && port === undefined && (gateways === undefined || gateways.includes('mesh'))
  })
}
