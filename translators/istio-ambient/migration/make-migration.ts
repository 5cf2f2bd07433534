import { spanOf } from '../../../src/diagnostics/diagnostic.ts'
import { compareText } from '../../../src/diagnostics/place.ts'
import { room } from '../../../src/diagnostics/room.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { draftMigration } from './draft.ts'
import { withoutPodsDueForRestart } from './due-for-restart.ts'
import { withoutGatewayConfiguration } from './for-gateways.ts'
import { hbonePastSidecarHoldBacks } from './hold-back/connections/hbone-past-sidecars.ts'
import { hboneRangeHoldBacks } from './hold-back/connections/hbone-ports.ts'
import { otherNetworksHoldBacks } from './hold-back/connections/networks.ts'
import { podWaypointHoldBacks } from './hold-back/connections/pod-waypoints.ts'
import { portHoldBacks } from './hold-back/connections/ports.ts'
import { tunnelledClientsHoldBacks } from './hold-back/connections/tunnelled-clients.ts'
import { unknownEndpointHoldBacks } from './hold-back/connections/unknown-endpoints.ts'
import { untakenTlsHoldBacks } from './hold-back/connections/untaken-tls.ts'
import { versionHoldBacks } from './hold-back/connections/version.ts'
import { injectedLabelHoldBacks } from './hold-back/pods/injected-labels.ts'
import { jobHoldBacks } from './hold-back/pods/jobs.ts'
import { labelUseHoldBacks } from './hold-back/pods/label-uses.ts'
import { mixedPodsHoldBacks } from './hold-back/pods/mixed-pods.ts'
import { notCapturedHoldBacks } from './hold-back/pods/not-captured.ts'
import { notEnrolledHoldBacks } from './hold-back/pods/not-enrolled.ts'
import { ownedHoldBacks } from './hold-back/pods/owned.ts'
import { restartedPodHoldBacks } from './hold-back/pods/restarted-pods.ts'
import { spireHoldBacks } from './hold-back/pods/spire.ts'
import { unknownPodsHoldBacks } from './hold-back/pods/unknown-pods.ts'
import { anonymousClientHoldBacks } from './hold-back/policies/anonymous-clients.ts'
import { aroundSidecarHoldBacks } from './hold-back/policies/around-sidecars.ts'
import { attributeHoldBacks } from './hold-back/policies/attributes.ts'
import { authorizerHoldBacks } from './hold-back/policies/authorizers.ts'
import { endpointPolicyHoldBacks } from './hold-back/policies/endpoint-policies.ts'
import { entryWaypointHoldBacks } from './hold-back/policies/entry-waypoints.ts'
import { misreadHoldBacks } from './hold-back/policies/misread.ts'
import { mutationHoldBacks } from './hold-back/policies/mutations.ts'
import { namedServerHoldBacks } from './hold-back/policies/named-servers.ts'
import { networkPolicyHoldBacks } from './hold-back/policies/network-policy.ts'
import { peerAuthenticationHoldBacks } from './hold-back/policies/peer-authentication.ts'
import { standingPolicyHoldBacks } from './hold-back/policies/standing-policies.ts'
import { changedProxyHoldBacks } from './hold-back/proxies/changed-proxy.ts'
import { extensionHoldBacks } from './hold-back/proxies/extensions.ts'
import { writtenProxyHoldBacks } from './hold-back/proxies/written-proxy.ts'
import { eitherDefinitionHoldBacks } from './hold-back/readings/either-definition.ts'
import { unreadHoldBacks } from './hold-back/readings/unread.ts'
import { unusableValueHoldBacks } from './hold-back/readings/unusable-values.ts'
import { barredByRoutesHoldBacks } from './hold-back/routes/barred-by-routes.ts'
import { discoveryHoldBacks } from './hold-back/routes/discovery.ts'
import { egressHoldBacks } from './hold-back/routes/egress.ts'
import { externalRouteHoldBacks } from './hold-back/routes/external-routes.ts'
import { ingressSubsetHoldBacks } from './hold-back/routes/ingress-subsets.ts'
import { lostBackendHoldBacks } from './hold-back/routes/lost-backends.ts'
import { lostHostHoldBacks } from './hold-back/routes/lost-hosts.ts'
import { lostRouteHoldBacks } from './hold-back/routes/lost-routes.ts'
import { routeHoldBacks } from './hold-back/routes/routes.ts'
import { tokenRouteHoldBacks } from './hold-back/routes/token-routes.ts'
import { unseenRouteHoldBacks } from './hold-back/routes/unseen-routes.ts'
import type { HoldBack, Migration } from './migration.ts'
import { moversUnder } from './movers.ts'
import { topologyOf } from './topology.ts'

/** Reasons that depend on what is bound. Each only adds: what is held back once stays held back, so the search ends. */
const checks: readonly ((migration: Migration) => HoldBack[])[] = [
  unknownPodsHoldBacks,
  mixedPodsHoldBacks,
  attributeHoldBacks,
  authorizerHoldBacks,
  standingPolicyHoldBacks,
  portHoldBacks,
  mutationHoldBacks,
  tokenRouteHoldBacks,
  peerAuthenticationHoldBacks,
  misreadHoldBacks,
  podWaypointHoldBacks,
  externalRouteHoldBacks,
  lostRouteHoldBacks,
  lostBackendHoldBacks,
  namedServerHoldBacks,
  untakenTlsHoldBacks,
  lostHostHoldBacks,
  unseenRouteHoldBacks,
  unusableValueHoldBacks,
  ingressSubsetHoldBacks,
  routeHoldBacks,
  otherNetworksHoldBacks,
  networkPolicyHoldBacks,
  restartedPodHoldBacks,
  endpointPolicyHoldBacks,
  hboneRangeHoldBacks,
  hbonePastSidecarHoldBacks,
  versionHoldBacks,
  ownedHoldBacks,
  discoveryHoldBacks,
  writtenProxyHoldBacks,
  changedProxyHoldBacks,
  notCapturedHoldBacks,
  spireHoldBacks,
  unknownEndpointHoldBacks,
  entryWaypointHoldBacks,
  tunnelledClientsHoldBacks,
  aroundSidecarHoldBacks,
  anonymousClientHoldBacks,
  barredByRoutesHoldBacks,
  labelUseHoldBacks,
  injectedLabelHoldBacks,
  jobHoldBacks,
  eitherDefinitionHoldBacks,
]

/**
 * Decides what moves, what stays and what is bound to a waypoint. `others` are meshes that the same input may mean: what has to stay in one of
 * them stays. `more` has to stay in any case.
 */
export function makeMigration(input: Mesh, options: EmitOptions, others: readonly Mesh[] = [], more: readonly HoldBack[] = []): Migration {
  const meanings = options.assume.includes('unread-reviewed') ? [] : others
  const holds = new Map(more.map((hold) => [identity(hold), hold]))
  const alone = migrationOf(input, options, more)
  // What the whole mesh stays for in one meaning, it stays for in all.
  if (meanings.length === 0 || holdsAll(alone)) return alone
  for (;;) {
    const before = holds.size
    for (const mesh of [...meanings, input]) {
      const migration = migrationOf(mesh, options, [...holds.values()])
      for (const hold of migration.holdBacks) if (!holds.has(identity(hold))) holds.set(identity(hold), hold)
      // Of the input itself, the last one, nothing was new, and nothing was of the others.
      if (mesh === input && holds.size === before) return migration
    }
  }
}

/** Whether the whole mesh stays on its sidecars. */
export function holdsAll({ holdBacks }: Migration): boolean {
  return holdBacks.some(({ subject }) => subject === 'mesh')
}

/** The migration of one mesh in which some things have to stay for other reasons. */
export function migrationOf(input: Mesh, options: EmitOptions, given: readonly HoldBack[]): Migration {
  return migrationAsLong(input, options, given, () => true)!
}

/**
 * The same with no other reasons, where more than so many workloads move; undefined as soon as no more of them do. What is held back once stays
 * held back, so that most of what is asked about a mesh of which little moves is not asked.
 */
export function migrationMovingMore(input: Mesh, options: EmitOptions, count: number): Migration | undefined {
  const mesh = ofMovablePods(input)
  const topology = topologyIn(mesh)
  return migrationAsLong(input, options, [], (holds) => {
    const { workloadMoves } = moversUnder(mesh, topology, holds)
    let moving = 0
    return input.workloads.some((workload) => {
      if (workloadMoves(workload)) moving += 1
      return moving > count
    })
  })
}

/** The migration of one mesh, as long as what is held back leaves something worth knowing. */
function migrationAsLong(
  input: Mesh,
  options: EmitOptions,
  given: readonly HoldBack[],
  goesOn: (holds: readonly HoldBack[]) => boolean,
): Migration | undefined {
  const mesh = ofMovablePods(input)
  const topology = topologyIn(mesh)
  const holds: HoldBack[] = [
    ...given.map((hold) => heldIn(mesh, hold)),
    ...notEnrolledHoldBacks(mesh, topology),
    ...unreadHoldBacks(mesh, options),
    ...egressHoldBacks(mesh, options),
    ...extensionHoldBacks(mesh, options),
  ]
  if (!goesOn(holds)) return undefined
  // With its identity, which all of them are sorted by again and again.
  const named = holds.map((hold) => ({ hold, by: identity(hold) }))
  const known = new Set(named.map(({ by }) => by))
  for (;;) {
    const sorted = [...named].sort((a, b) => compareText(a.by, b.by)).map(({ hold }) => hold)
    const migration = draftMigration({ mesh, input }, options, topology, sorted)
    const before = named.length
    for (const check of checks) {
      room()
      const atFirst = named.length
      for (const hold of check(migration)) {
        const by = identity(hold)
        if (known.has(by)) continue
        known.add(by)
        named.push({ hold, by })
      }
      if (named.length > atFirst && !goesOn(named.map(({ hold }) => hold))) return undefined
    }
    if (named.length === before) return migration
  }
}

const topologyIn = perMesh(topologyOf)

/** The same mesh for each supposition about one input: what is worked out for it is shared. */
const ofMovablePods = perMesh((input) => withoutPodsDueForRestart(withoutGatewayConfiguration(input)))

/** Whether a migration has none of some reasons yet. */
export function holdsMore({ holdBacks }: Migration, found: readonly HoldBack[]): boolean {
  const known = new Set(holdBacks.map(identity))
  return found.some((hold) => !known.has(identity(hold)))
}

/** A reason of another mesh that the same input may mean, about this one's pods of the same name. */
function heldIn(mesh: Mesh, { subject, cause }: HoldBack): HoldBack {
  if (subject === 'mesh' || 'namespace' in subject) return { subject, cause }
  const { namespace } = subject.workload
  const workload = workloadsOf(mesh).get(workloadName(subject.workload))
  return { subject: workload === undefined ? { namespace } : { workload }, cause }
}

const workloadsOf = perMesh((mesh) => new Map(mesh.workloads.map((workload) => [workloadName(workload), workload])))

function workloadName({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`
}

/** The same text for the same reason about the same pods. */
function identity(hold: HoldBack): string {
  const known = identities.get(hold) ?? identityText(hold)
  identities.set(hold, known)
  return known
}

const identities = new WeakMap<HoldBack, string>()

function identityText(hold: HoldBack): string {
  const subject = hold.subject
  const who =
    subject === 'mesh' ? 'mesh' : 'namespace' in subject ? `namespace ${subject.namespace}` : `workload ${workloadName(subject.workload)}`
  const span = spanOf(hold.cause)
  const where = span === undefined ? '' : `${span.file}:${span.line}:${span.col}`
  return `${who} ${hold.cause.code} ${where} ${hold.cause.message}`
}
