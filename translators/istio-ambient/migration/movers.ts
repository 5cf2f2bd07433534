import type { Mesh } from '../../../src/model/mesh.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { mayHaveSidecar, showsSidecar, showsSidecars } from './enrolment.ts'
import type { HoldBack } from './migration.ts'
import { type NamespaceStanding, namespaceStanding } from './standing.ts'
import type { Topology } from './topology.ts'

/** Who leaves sidecars, given what is held back. With more hold-backs never more do. */
export interface Movers {
  /** Something holds the whole mesh back. */
  readonly meshHeld: boolean
  readonly heldNamespaces: ReadonlySet<string>
  /** Workloads that stay for themselves, or for a Service that they share with others. */
  readonly held: ReadonlySet<Workload>
  standingOf(namespace: string): NamespaceStanding
  moves(namespace: string): boolean
  movesWhole(namespace: string): boolean
  workloadMoves(workload: Workload): boolean
}

export function moversUnder(mesh: Mesh, topology: Topology, holdBacks: readonly HoldBack[]): Movers {
  const meshHeld = holdBacks.some((hold) => hold.subject === 'mesh')
  const heldNamespaces = new Set(
    holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'namespace' in hold.subject ? [hold.subject.namespace] : [])),
  )
  const runsSidecars = new Set(mesh.namespaces.filter((namespace) => showsSidecars(namespace, topology)).map(({ name }) => name))
  const held = heldWorkloads(holdBacks, topology)
  const inPart = new Set([...held].filter(mayHaveSidecar).map(({ namespace }) => namespace))
  const leaves = (workload: Workload) => showsSidecar(workload) && !held.has(workload)
  const standings = new Map<string, NamespaceStanding>()
  const standingOf = (namespace: string): NamespaceStanding => {
    const known = standings.get(namespace)
    if (known !== undefined) return known
    const standing = namespaceStanding({
      meshHeld,
      namespaceHeld: heldNamespaces.has(namespace),
      runsSidecars: runsSidecars.has(namespace),
      someHeld: inPart.has(namespace),
      someLeave: () => topology.workloadsIn(namespace).some(leaves),
    })
    standings.set(namespace, standing)
    return standing
  }
  const moves = (namespace: string) => standingOf(namespace) !== 'stays'
  const movesWhole = (namespace: string) => standingOf(namespace) === 'moves'
  const workloadMoves = (workload: Workload) => moves(workload.namespace) && leaves(workload)
  return { meshHeld, heldNamespaces, held, standingOf, moves, movesWhole, workloadMoves }
}

/** Pods that share a Service with a pod that stays would be reached through one address with two different checks: they stay too. */
function heldWorkloads(holdBacks: readonly HoldBack[], topology: Topology): ReadonlySet<Workload> {
  const held = new Set<Workload>()
  const waiting = holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'workload' in hold.subject ? [hold.subject.workload] : []))
  for (let workload = waiting.pop(); workload !== undefined; workload = waiting.pop()) {
    if (held.has(workload)) continue
    held.add(workload)
    for (const service of topology.servicesOf(workload)) waiting.push(...topology.workloadsOf(service).filter(showsSidecar))
  }
  return held
}
