import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Change } from '../../../src/model/change.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { HttpRule, RouteTable } from '../../../src/model/route.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import { delegatesTo, tablesOfHost } from './routed-services.ts'
import type { RoutesResult } from './translate.ts'

/** What is taken away, and why what is translated stays all the same. */
export interface Removals {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Takes VirtualServices and DestinationRules away that nothing follows once the sidecars are removed. They stay for gateways, and for sidecars that have policies left to
 * enforce. Objects that are taken away are deleted last, after pods have lost their sidecars.
 */
export function routeRemovals({ translated }: RoutesResult, mesh: Mesh, sidecarsStay: boolean): Removals {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const removed = new Set<RouteTable>()
  const settle = (place: Place, reason: string | undefined, why: string): boolean => {
    const object = objectText(place.object)
    if (reason !== undefined) diagnostics.push(diagnose(catalogue.ciliumRoutesKept, place.field('spec'), { object, reason }))
    else changes.push({ kind: 'remove', target: place.object, causes: [place], why })
    return reason === undefined
  }
  const sidecars = sidecarsStay ? 'sidecars stay that follow it' : undefined
  for (const table of translated.tables) {
    const reason = sidecars ?? (answersItself(table, mesh) ? unseenClients : undefined)
    const edit = reason === undefined ? withoutMesh(table) : undefined
    if (edit !== undefined) changes.push(edit)
    else if (settle(table.place, reason, 'Cilium has its routes.')) removed.add(table)
  }
  for (const table of orphanedDelegates(mesh, removed)) settle(table.place, undefined, 'its rules are part of other routes.')
  for (const policy of translated.policies) {
    const service = serviceOfHost(mesh, policy.host, policy.namespace)
    const users = service === undefined ? [] : tablesNaming(service.host, mesh)
    const left = users.some((table) => !removed.has(table)) ? 'routes that stay lead to its host' : undefined
    const gateways = mesh.gateways.length > 0 ? 'gateways follow it' : undefined
    settle(policy.place, gateways ?? sidecars ?? left, 'Cilium has its settings, or it has none without sidecars.')
  }
  return { changes, diagnostics }
}

const unseenClients = 'pods that the input does not have may have sidecars, which would send on what its rules answer with an error'

/** Whether some request gets an error from the rules: without them a sidecar would send it on. */
function answersItself(table: RouteTable, mesh: Mesh): boolean {
  const { http } = flattenDelegates(table, mesh).table
  const isOpen = ({ matches }: HttpRule): boolean =>
    matches.length === 0 ||
    matches.some(
      ({ predicate, port, gateways }) =>
        port === undefined &&
        (gateways === undefined || gateways.includes('mesh')) &&
        [...atomsOf(predicate)].every((atom) => atom.kind === 'path' && atom.match.op === 'prefix' && atom.match.value === '/'),
    )
  return !http.some(isOpen) || http.some(({ action: { kind, response } }) => kind === 'respond' && (response?.status ?? 500) >= 400)
}

/** What is left of a table for the gateways that follow it as well. */
function withoutMesh({ bindings, place }: RouteTable): Change | undefined {
  const mesh = bindings.flatMap((binding) => (binding.to === 'mesh' && binding.place !== undefined ? [binding.place] : []))
  if (!bindings.some(({ to }) => to === 'gateway')) return undefined
  return {
    kind: 'edit',
    target: place.object,
    edits: [...mesh].reverse().map(({ path }) => ({ op: 'delete' as const, path })),
    causes: [...mesh, place],
    why: 'Cilium has its routes for the mesh.',
  }
}

/** Tables for the host, and those with destinations there. */
function tablesNaming(host: string, mesh: Mesh): readonly RouteTable[] {
  const leads = (table: RouteTable) =>
    table.http.some(({ action }) =>
      [...action.backends, ...action.mirrors].some((named) => serviceOfHost(mesh, named.host, table.namespace)?.host === host),
    )
  return [...new Set([...tablesOfHost(host, mesh), ...mesh.routes.filter((table) => !table.delegateOnly && leads(table))])].filter(
    ({ order }) => order === 'first-match',
  )
}

/** Delegates that only removed tables name. */
function orphanedDelegates({ routes }: Mesh, removed: ReadonlySet<RouteTable>): readonly RouteTable[] {
  return routes.filter((table) => {
    const users = table.delegateOnly ? routes.filter((user) => delegatesTo(user, table)) : []
    return users.length > 0 && users.every((user) => removed.has(user))
  })
}
