import type { Place } from '../diagnostics/place.ts'
import type { MtlsMode, PeerAuthentication } from '../model/authentication.ts'
import type { Mesh } from '../model/mesh.ts'
import { selects, type Workload } from '../model/workload.ts'
import { peerAuthenticationCandidates } from './attachment.ts'
import { perMesh } from './host-index.ts'

/** What holds for connections to a workload. */
export interface ResolvedMtls {
  readonly mode: Exclude<MtlsMode, 'unset'>
  /** The values that decide it; empty when nothing is configured and the default, permissive, holds. */
  readonly decidedBy: readonly Place[]
  /**
   * PeerAuthentications that would decide instead if they are older than the one that was taken: the input does not say, because a
   * creationTimestamp is missing. Empty when the age is known or makes no difference.
   */
  readonly contested: readonly Place[]
}

/**
 * The mutual TLS mode of one port of a workload, or of the ports that nothing names. Of each level (mesh, namespace, workload) the oldest
 * counts; `unset` inherits from the level above; ports are a workload-level matter and inherit from what the workload has. A selector in
 * the root namespace counts for nothing (istio:pilot/pkg/security/authn/policy_applier.go ComposePeerAuthentication).
 */
export function resolvePeerAuthentication(mesh: Mesh, workload: Workload, port?: number): ResolvedMtls {
  const levels = levelsOf(mesh, workload)
  let result: ResolvedMtls = { mode: 'permissive', decidedBy: [], contested: [] }
  for (const level of levels) {
    const first = oldest(level)
    if (first === undefined) continue
    const contested = level
      .filter((other) => other !== first && ageUnknown(first, other) && disagree(first, other))
      .map(({ place }) => place)
    const own = modeOf(first, port)
    result = {
      ...(own === undefined ? result : { mode: own.mode, decidedBy: [own.place] }),
      contested: [...result.contested, ...contested],
    }
  }
  return result
}

/** The PeerAuthentications that count for a workload, one of each level. */
export interface MtlsLevels {
  readonly mesh: PeerAuthentication | undefined
  readonly namespace: PeerAuthentication | undefined
  readonly workload: PeerAuthentication | undefined
}

/**
 * The PeerAuthentications that may count for a workload: more than one possibility where a missing creationTimestamp hides which of a level
 * is the oldest and that makes a difference. The first holds the oldest that the input says. `counts` leaves policies out before the oldest is chosen.
 */
export function possibleMtlsLevels(
  mesh: Mesh,
  workload: Workload,
  counts?: (policy: PeerAuthentication) => boolean,
): readonly MtlsLevels[] {
  if (counts !== undefined) return levelsAmong(mesh, workload, counts)
  const memory = levelsOfPods(mesh)
  const levels = memory.get(workload) ?? levelsAmong(mesh, workload, () => true)
  memory.set(workload, levels)
  return levels
}

const levelsOfPods = perMesh(() => new WeakMap<Workload, readonly MtlsLevels[]>())

function levelsAmong(mesh: Mesh, workload: Workload, counts: (policy: PeerAuthentication) => boolean): readonly MtlsLevels[] {
  const [wholes, namespaces, owns] = levelsOf(mesh, workload).map((level) => candidatesOf(level.filter(counts)))
  return wholes!.flatMap((whole) => namespaces!.flatMap((namespace) => owns!.map((own) => ({ mesh: whole, namespace, workload: own }))))
}

/**
 * What each policy says that may count for a workload, by value: tells two doubts about which is the oldest apart. Where two policies swap
 * their modes, the oldest says another one, whichever it is.
 */
export function mtlsByPolicy(mesh: Mesh, workload: Workload): string {
  const each = levelsOf(mesh, workload).flatMap((level) =>
    candidatesOf(level).flatMap((policy) => (policy === undefined ? [] : [`${policy.namespace}/${policy.name} ${said(policy)}`])),
  )
  return each.sort().join()
}

/** The oldest of a level, and those that may be older. */
function candidatesOf(level: Level): readonly (PeerAuthentication | undefined)[] {
  const first = oldest(level)
  if (first === undefined) return [undefined]
  return [first, ...level.filter((other) => other !== first && ageUnknown(first, other) && disagree(first, other))]
}

/** The mode of a port when these are the policies that count, and the values that decide it. */
export function modeUnder({ mesh, namespace, workload }: MtlsLevels, port: number): Pick<ResolvedMtls, 'mode' | 'decidedBy'> {
  let result: Pick<ResolvedMtls, 'mode' | 'decidedBy'> = { mode: 'permissive', decidedBy: [] }
  for (const policy of [mesh, namespace, workload]) {
    const own = policy === undefined ? undefined : modeOf(policy, port)
    if (own !== undefined) result = { mode: own.mode, decidedBy: [own.place] }
  }
  return result
}

/** The policy that decides for a namespace as clients see it, without a word of what its workloads say; undefined for Istio's default. */
export function modeOfNamespace(mesh: Mesh, namespace: string): PeerAuthentication | undefined {
  const [whole, own] = levelsOf(mesh, { namespace, labels: {} })
  return [oldest(own), oldest(whole)].find((policy) => policy !== undefined && policy.mode !== 'unset')
}

/** All that select a workload, by level: mesh, namespace, workload. */
function levelsOf(mesh: Mesh, workload: Pick<Workload, 'namespace' | 'labels'>): readonly [Level, Level, Level] {
  const { rootNamespace } = mesh.settings
  const levels: readonly [Level, Level, Level] = [[], [], []]
  for (const policy of peerAuthenticationCandidates(mesh, workload.namespace)) {
    const { attachment } = policy
    if (attachment.scope === 'mesh') levels[0].push(policy)
    else if (attachment.scope === 'namespace') levels[1].push(policy)
    else if (attachment.scope === 'workloads' && policy.namespace !== rootNamespace && selects(attachment.labels, workload.labels)) {
      levels[2].push(policy)
    }
  }
  return levels
}

/** The container ports that a workload's own PeerAuthentication names, ascending: the ports whose mode can differ from the rest. */
export function portsWithOwnMode(mesh: Mesh, workload: Workload): readonly number[] {
  const { rootNamespace } = mesh.settings
  const own = peerAuthenticationCandidates(mesh, workload.namespace).filter(
    ({ attachment, namespace }) =>
      attachment.scope === 'workloads' && namespace !== rootNamespace && selects(attachment.labels, workload.labels),
  )
  return (oldest(own)?.ports ?? []).map(({ port }) => port).sort((a, b) => a - b)
}

type Level = PeerAuthentication[]

/** What a policy itself says of a port; undefined when it inherits. Port settings count only beside a selector. */
function modeOf(policy: PeerAuthentication, port: number | undefined): { mode: Exclude<MtlsMode, 'unset'>; place: Place } | undefined {
  const own = policy.attachment.scope === 'workloads' ? policy.ports.find((entry) => entry.port === port) : undefined
  if (own !== undefined && own.mode !== 'unset') return { mode: own.mode, place: own.place }
  return policy.mode === 'unset' ? undefined : { mode: policy.mode, place: policy.modePlace ?? policy.place }
}

/** The one with the earliest creationTimestamp; those without one come last, in the mesh's order. */
function oldest(level: readonly PeerAuthentication[]): PeerAuthentication | undefined {
  return level.reduce<PeerAuthentication | undefined>(
    (first, policy) => (first === undefined || age(policy) < age(first) ? policy : first),
    undefined,
  )
}

function age(policy: PeerAuthentication): number {
  const time = policy.creationTimestamp === undefined ? Number.NaN : Date.parse(policy.creationTimestamp)
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time
}

function ageUnknown(a: PeerAuthentication, b: PeerAuthentication): boolean {
  return age(a) === Number.POSITIVE_INFINITY || age(b) === Number.POSITIVE_INFINITY
}

function disagree(a: PeerAuthentication, b: PeerAuthentication): boolean {
  return said(a) !== said(b)
}

function said({ mode, ports }: PeerAuthentication): string {
  return JSON.stringify([mode, ports.map((one) => [one.port, one.mode])])
}
