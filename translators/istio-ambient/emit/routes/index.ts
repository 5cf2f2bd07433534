import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../src/diagnostics/place.ts'
import type { Change, Emission } from '../../../../src/model/change.ts'
import type { RouteTable } from '../../../../src/model/route.ts'
import type { Migration } from '../../migration/migration.ts'
import { attachedLosses } from '../../routes/attached-losses.ts'
import { decideRoutes, type RouteDecision } from '../../routes/decide.ts'
import { ingressFindings } from '../../routes/ingress.ts'
import { applies, isSettled, lossesOf } from '../../routes/losses.ts'
import { destinationFindings, servicesRoutedBy } from '../../routes/reach.ts'

/** Writes routes for Services that get a waypoint, and takes the VirtualServices away that they replace. */
export function emitRoutes(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const decisions = decideRoutes(migration.mesh, migration.options)
  const removed = new Set<RouteTable>()
  for (const decision of decisions) {
    const { table, outcome } = decision
    if (outcome === 'refused') {
      if (!isSettled(table, migration)) diagnostics.push(...decision.diagnostics)
      continue
    }
    if (outcome === 'shadowed') {
      const winner = decisions.find((other) => other.table === decision.shadowedBy)
      if (winner === undefined || winner.outcome === 'refused' || !applies(winner, migration)) continue
      diagnostics.push(...decision.diagnostics)
      // No sidecar follows it, and a waypoint would from its first request on.
      changes.push({ ...removal(table, `${objectText(winner.table.place.object)} is older and wins`), first: true })
      removed.add(table)
      continue
    }
    if (!applies(decision, migration)) {
      diagnostics.push(...lossesOf(decision, migration))
      continue
    }
    diagnostics.push(...decision.diagnostics)
    if (outcome === 'kept') continue
    changes.push(...converted(decision))
    diagnostics.push(
      ...decision.versionServices.map(({ name, choice }) =>
        diagnose(catalogue.versionService, choice.subset.place, { name, subset: choice.subset.name }),
      ),
    )
    const edit = withoutMesh(table) ?? withoutServices(table, decision.staying)
    changes.push(edit ?? removal(table, 'its routes are now attached to the Service'))
    if (edit === undefined) removed.add(table)
  }
  changes.push(...orphanedDelegates(migration, removed))
  const ingress = ingressFindings(migration, decisions)
  return { changes, diagnostics: [...diagnostics, ...ingress, ...attachedFindings(migration), ...vouchedLosses(migration)] }
}

/** Where the user vouches for routes that are lost, their clients move, and what they no longer follow is reported all the same. */
function vouchedLosses(migration: Migration): Diagnostic[] {
  if (!migration.options.assume.includes('routes-lost')) return []
  return attachedLosses(migration).flatMap(({ cause, followers }) => (followers.length === 0 ? [] : [cause]))
}

/** Routes of Gateway API stay attached to their Services, whose waypoints follow them: what is to be said of the policies of their destinations. */
function attachedFindings(migration: Migration): Diagnostic[] {
  const { mesh } = migration
  return mesh.routes
    .filter(({ order }) => order === 'specificity')
    .flatMap((table) =>
      servicesRoutedBy(table, mesh)
        .filter((service) => migration.bound.includes(service) && migration.waypointOf(service) !== undefined)
        .flatMap((service) => destinationFindings(table, service, mesh).filter(({ severity }) => severity !== 'error')),
    )
}

function converted({ table, routes, versionServices }: RouteDecision): Change[] {
  const why = `the routes of ${objectText(table.place.object)}`
  const add = (object: (typeof routes)[number], cause = table.place): Change => ({ kind: 'add', object, causes: [cause], why })
  return [
    ...routes.map((object) => add(object)),
    ...versionServices.flatMap(({ object, destinationRule, service, choice }) => [
      { ...add(object, service.place), causes: [service.place, choice.subset.place] },
      ...(destinationRule === undefined
        ? []
        : [{ ...add(destinationRule, choice.rule.place), causes: [choice.rule.place, choice.subset.place] }]),
    ]),
  ]
}

function removal(table: RouteTable, why: string): Extract<Change, { kind: 'remove' }> {
  return { kind: 'remove', target: table.place.object, causes: [table.place], why }
}

/** A table that gateways follow too stays for them. */
function withoutMesh(table: RouteTable): Change | undefined {
  const mesh = table.bindings.flatMap((binding) => (binding.to === 'mesh' && binding.place !== undefined ? [binding.place] : []))
  if (!table.bindings.some(({ to }) => to === 'gateway')) return undefined
  const edits = [...mesh].reverse().map(({ path }) => ({ op: 'delete' as const, path }))
  return {
    kind: 'edit',
    target: table.place.object,
    edits,
    causes: [...mesh, table.place],
    why: 'its routes for the mesh are now attached to the Service',
  }
}

/** A table with hosts that are not Services stays for those. */
function withoutServices(table: RouteTable, staying: readonly Place[]): Change | undefined {
  if (staying.length === 0) return undefined
  const moved = table.hosts.map(({ place }) => place).filter((place) => !staying.includes(place))
  const edits = [...moved].reverse().map(({ path }) => ({ op: 'delete' as const, path }))
  const why = 'the routes of its Services are now attached to them'
  return { kind: 'edit', target: table.place.object, edits, causes: [...moved, table.place], why }
}

/** Delegates that only removed tables name would be left without a use. */
function orphanedDelegates({ mesh }: Migration, removed: ReadonlySet<RouteTable>): Change[] {
  const named = (table: RouteTable) => table.http.flatMap(({ action }) => (action.delegate === undefined ? [] : [action.delegate]))
  return mesh.routes.flatMap((table) => {
    if (!table.delegateOnly) return []
    const users = mesh.routes.filter((other) => named(other).some((to) => to.name === table.name && to.namespace === table.namespace))
    if (users.length === 0 || !users.every((user) => removed.has(user))) return []
    return [removal(table, `its rules are part of the routes of ${objectText(users[0]!.place.object)}`)]
  })
}
