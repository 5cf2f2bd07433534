import { type Place, sameObject } from '../../../src/diagnostics/place.ts'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { delegatesTo } from './routed-services.ts'
import { hostsOfTable, mayChangeWith } from './unread-seconds.ts'

interface Written {
  readonly place: Place
}

/** The objects of the input that are translated, with what is written for each. */
export type Writes<One extends Written> = ReadonlyMap<One, readonly Change[]>

/** What is written for VirtualServices and for DestinationRules. */
export interface RouteWrites {
  readonly tables: Writes<RouteTable>
  readonly policies: Writes<BackendPolicy>
}

/** VirtualServices and DestinationRules of which it is not known what to write, because something has two definitions. */
export interface UnclearRoutes {
  readonly tables: ReadonlySet<RouteTable>
  readonly policies: ReadonlySet<BackendPolicy>
}

/**
 * Those for which something else is written, or nothing, if the cluster has another definition of an object: their own second one, or that of a Service, a
 * DestinationRule or a VirtualService for the same hosts. `writesOf` says what is written for a mesh that the input may mean, `mayChange` whether a
 * second definition that was not read may change it.
 */
function unclear<One extends Written>(
  mesh: Mesh,
  { assume }: EmitOptions,
  meanings: readonly Mesh[],
  writesOf: (mesh: Mesh) => Writes<One>,
  mayChange: (one: One) => boolean,
): ReadonlySet<One> {
  if (assume.includes('unread-reviewed') || !mesh.unread.some(({ why }) => why === 'duplicate')) return new Set()
  const own = writesOf(mesh)
  const others = meanings.map(writesOf)
  const isClear = (one: One): boolean =>
    !hasUnreadSecond(one, mesh) && !mayChange(one) && others.every((other) => textFor(one, other) === textFor(one, own))
  return new Set([...own.keys()].filter((one) => !isClear(one)))
}

/** The VirtualServices and DestinationRules of which this is so; of a delegate, those that use it. */
export function unclearRoutes(
  mesh: Mesh,
  options: EmitOptions,
  meanings: readonly Mesh[],
  writesOf: (mesh: Mesh) => RouteWrites,
): UnclearRoutes {
  // Both are asked about the same meshes, and each answer is a translation of its routes.
  const known = new Map<Mesh, RouteWrites>()
  const once = (one: Mesh): RouteWrites => {
    const writes = known.get(one) ?? writesOf(one)
    known.set(one, writes)
    return writes
  }
  const tables = unclear(
    mesh,
    options,
    meanings,
    (one) => once(one).tables,
    (table) => mayChangeWith(hostsOfTable(table, mesh), mesh),
  )
  const usesUnread = (table: RouteTable) => mesh.routes.some((other) => delegatesTo(table, other) && hasUnreadSecond(other, mesh))
  const isAsked = !options.assume.includes('unread-reviewed')
  return {
    tables: new Set([...tables, ...mesh.routes.filter((table) => isAsked && usesUnread(table))]),
    policies: unclear(
      mesh,
      options,
      meanings,
      (one) => once(one).policies,
      ({ namespace, host }) => mayChangeWith({ namespace, hosts: [host] }, mesh),
    ),
  }
}

/** Whether a second definition of it was not read. */
function hasUnreadSecond({ place }: Written, { unread }: Mesh): boolean {
  const { kind, namespace, name } = place.object
  return unread.some(
    ({ why, either, place: second }) =>
      why === 'duplicate' &&
      either === undefined &&
      second?.object.kind === kind &&
      second.object.namespace === namespace &&
      second.object.name === name,
  )
}

/** The objects that are written for it; undefined where it is refused, or is not there. */
function textFor<One extends Written>(one: One, writes: Writes<One>): string | undefined {
  const found = [...writes].find(([other]) => sameObject(other.place, one.place))
  return found === undefined ? undefined : canonical(found[1].map((change) => (change.kind === 'add' ? change.object : change.kind)))
}
