import { compareText, type ObjectRef } from '../diagnostics/place.ts'
import { withoutServerFields } from '../manifest/edit/live-objects.ts'
import { type Change, goesFirst } from '../model/change.ts'
import { namespaceOf } from '../rollout/namespace-of-change.ts'
import type { Translation } from '../translation.ts'
import type { Call } from './call-graph.ts'
import { trustGroups } from './trust-groups.ts'

/**
 * Namespaces that move at one time. `mesh` has what belongs to all of them (objects of the root namespace, cluster-wide ones), `deletions` has all
 * that goes: sidecars of clients that have not moved yet may follow a VirtualService of a namespace that has. What no sidecar follows goes with its namespace.
 */
export interface Unit {
  readonly of: 'mesh' | 'namespaces' | 'deletions'
  /** Sorted; the root namespace where it is of the mesh, none for deletions. */
  readonly namespaces: readonly string[]
  readonly changes: readonly Change[]
  /** Workloads that leave their sidecars with it, or policies where the target moves those. */
  readonly moves: readonly ObjectRef[]
  readonly risk: Risk
}

/** How much can go wrong, by what is counted: the order in which units are preferred, least first. */
export interface Risk {
  /** Policies, routes and destinations that are new, changed or removed. */
  readonly rules: number
  /** Namespaces whose pods call it, as far as the input names them. */
  readonly callers: readonly string[]
  readonly workloads: number
}

/** What moves at one time, the least risky first; clients before what they call where the input says who calls. */
export function unitsOf({ emission, mesh }: Translation, calls: readonly Call[], atMost: number): readonly Unit[] {
  const root = mesh.settings.rootNamespace
  const added = new Set(emission.changes.flatMap((change) => (change.kind === 'add' ? [nameOf(change)] : [])))
  // What takes the place of another object of its name is a change of it.
  const isDeletion = (change: Change) => change.kind === 'remove' && !goesFirst(change) && !added.has(nameOf(change))
  const isShared = (change: Change) => ['', root].includes(namespaceOf(change)) && !isDeletion(change)
  const moving = emission.leaves ?? emission.moves?.objects ?? []
  const own = emission.changes.filter((change) => !isShared(change) && !isDeletion(change))
  const names = [...new Set([...own.map(namespaceOf), ...moving.map(({ namespace }) => namespace)])].filter((name) => name !== root)
  const unit = (of: Unit['of'], namespaces: readonly string[], changes: readonly Change[]): Unit => {
    const moves = of === 'deletions' ? [] : moving.filter(({ namespace }) => namespaces.includes(namespace))
    const callers = calls
      .filter(({ client, server }) => namespaces.includes(server) && !namespaces.includes(client))
      .map(({ client }) => client)
    const risk = { rules: changes.filter(isRule).length, callers: [...new Set(callers)].sort(compareText), workloads: moves.length }
    return { of, namespaces, changes, moves: [...moves].sort(compareRefs), risk }
  }
  const groups = trustGroups(names, calls).map((namespaces) =>
    unit(
      'namespaces',
      namespaces,
      own.filter((change) => namespaces.includes(namespaceOf(change))),
    ),
  )
  const ranked = clientsFirst([...groups].sort(compareRisk), calls)
  const together = gathered(ranked, atMost).map((some) =>
    some.length === 1
      ? some[0]!
      : unit(
          'namespaces',
          some.flatMap(({ namespaces }) => namespaces).sort(compareText),
          some.flatMap(({ changes }) => changes),
        ),
  )
  const first = unit('mesh', [root], emission.changes.filter(isShared))
  const last = unit('deletions', [], emission.changes.filter(isDeletion))
  return [first, ...together, last].filter(({ changes, moves }) => changes.length > 0 || moves.length > 0)
}

/** The pilot stays alone; the others are spread evenly over the waves that are left. */
function gathered(units: readonly Unit[], atMost: number): readonly (readonly Unit[])[] {
  if (units.length <= atMost) return units.map((one) => [one])
  const [pilot, ...rest] = units
  const waves = Math.max(1, atMost - 1)
  const size = Math.ceil(rest.length / waves)
  const groups = Array.from({ length: Math.ceil(rest.length / size) }, (_, index) => rest.slice(index * size, (index + 1) * size))
  return atMost === 1 ? [units] : [[pilot!], ...groups]
}

/** The first of those whose clients have all come before, again and again. Trust groups leave no circles. */
function clientsFirst(units: readonly Unit[], calls: readonly Call[]): readonly Unit[] {
  const ordered: Unit[] = []
  const left = [...units]
  while (left.length > 0) {
    const waits = (unit: Unit) => left.some((other) => other !== unit && calls.some((call) => joins(call, other, unit)))
    const next = left.find((unit) => !waits(unit)) ?? left[0]!
    ordered.push(next)
    left.splice(left.indexOf(next), 1)
  }
  return ordered
}

function joins({ client, server }: Call, from: Unit, to: Unit): boolean {
  return from.namespaces.includes(client) && to.namespaces.includes(server)
}

/** A namespace without workloads in the input has those of others, or none: neither makes it a pilot. */
function compareRisk(a: Unit, b: Unit): number {
  return (
    Number(a.moves.length === 0) - Number(b.moves.length === 0) ||
    a.risk.rules - b.risk.rules ||
    a.risk.callers.length - b.risk.callers.length ||
    a.risk.workloads - b.risk.workloads ||
    compareText(a.namespaces[0] ?? '', b.namespaces[0] ?? '')
  )
}

function compareRefs(a: ObjectRef, b: ObjectRef): number {
  return compareText(a.namespace, b.namespace) || compareText(a.kind, b.kind) || compareText(a.name, b.name)
}

/** Whether a change is about more than labels of namespaces, Services and pods. */
function isRule(change: Change): boolean {
  const apiVersion = change.kind === 'add' ? change.object.apiVersion : change.target.apiVersion
  return apiVersion.includes('istio.io') || apiVersion.includes('gateway.networking') || apiVersion.includes('cilium.io')
}

function nameOf(change: Change): string {
  if (change.kind !== 'add') return `${change.target.kind} ${change.target.namespace}/${change.target.name}`
  const { kind, metadata } = change.object
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`
}

/** What every state has: fields that an API server writes are not applied. */
export function alwaysChanged({ input }: Translation): readonly Change[] {
  return withoutServerFields(input.objects)
}
