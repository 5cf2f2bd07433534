import type { Emission, MovedObjects } from '../../src/model/change.ts'
import type { Target } from '../../src/model/dialect.ts'
import { authorizationCapabilities } from './capabilities/authorization.ts'
import { routingCapabilities } from './capabilities/routing.ts'
import { emitAccess } from './emit/authorization/index.ts'
import { enrolmentEmitters } from './emit/enrolment/index.ts'
import { announceGatewayConfiguration } from './emit/for-gateways.ts'
import { respectOwners } from './emit/owned.ts'
import { trafficEmitters } from './emit/traffic.ts'
import { vouchedFor } from './emit/vouched.ts'
import { emitWaypoints } from './emit/waypoint/index.ts'
import { announceStandingPolicies } from './emit/waypoint/standing-policies.ts'
import { authorizationPolicyFates } from './fates/authorization-policy.ts'
import { peerAuthenticationFates } from './fates/peer-authentication.ts'
import { requestAuthenticationFates } from './fates/request-authentication.ts'
import { trafficFates } from './fates/traffic.ts'
import { heldObjects } from './migration/held-objects.ts'
import { outputHoldBacks } from './migration/hold-back/readings/output-of-either.ts'
import { holdsAll, holdsMore, makeMigration, migrationMovingMore, migrationOf } from './migration/make-migration.ts'
import type { Migration } from './migration/migration.ts'
import { ambientPlatform } from './platform.ts'
import { ambientTitle } from './title.ts'

const emitters: readonly ((migration: Migration) => Emission)[] = [
  ...enrolmentEmitters,
  announceGatewayConfiguration,
  emitWaypoints,
  announceStandingPolicies,
  emitAccess,
  ...trafficEmitters,
]

/** Istio ambient: ztunnel, waypoints and Gateway API routes. */
export const ambient: Target = {
  name: 'ambient',
  title: ambientTitle,
  short: 'ambient',
  versions: ['istio', 'gatewayApi', 'gatewayApiChannel'],
  options: ['waypoints', 'routes'],
  assumptions: ['egress-enforced', 'extensions-reviewed', 'newest-known', 'routes-lost', 'unread-reviewed'],
  identity: 'certificate',
  routesOnNodes: false,
  moves: 'workloads',
  fates: {
    'security.istio.io/AuthorizationPolicy': authorizationPolicyFates,
    'security.istio.io/PeerAuthentication': peerAuthenticationFates,
    'security.istio.io/RequestAuthentication': requestAuthenticationFates,
    ...trafficFates,
  },
  capabilities: [...authorizationCapabilities, ...routingCapabilities],
  platform: ambientPlatform,
  emit(mesh, options, others = []) {
    let migration = makeMigration(mesh, options, others)
    for (;;) {
      const emission = emissionOf(migration)
      if (holdsAll(migration)) return emission
      const outputs = others.map((other) => emissionOf(migrationOf(other, options, migration.holdBacks)).changes)
      const found = outputHoldBacks(migration, emission.changes, outputs)
      // What stays for the output's sake is held once: the second output has nothing of it.
      if (found.length === 0 || !holdsMore(migration, found)) return emission
      migration = makeMigration(mesh, options, others, [...migration.holdBacks, ...found])
    }
  },
  movesBeyond(mesh, options, count) {
    const migration = migrationMovingMore(mesh, options, count)
    return migration === undefined ? undefined : movesOf(migration)
  },
}

function emissionOf(migration: Migration): Emission {
  const emissions = emitters.map((emit) => emit(migration))
  const { changes, diagnostics } = respectOwners(
    migration,
    emissions.flatMap((emission) => emission.changes),
  )
  return {
    changes,
    diagnostics: vouchedFor(migration, [...emissions.flatMap((emission) => emission.diagnostics), ...diagnostics]),
    moves: movesOf(migration),
    ...heldObjects(migration),
  }
}

function movesOf(migration: Migration): MovedObjects {
  return {
    namespaces: migration.movingNamespaces.filter(migration.movesWhole),
    objects: migration.input.workloads.filter((workload) => migration.workloadMoves(workload)).map(({ place }) => place.object),
  }
}
