import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../../../src/model/authorization.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { envoyReason } from '../../needs/access.ts'
import { coversPods, podsBehind, podsOf } from '../../pods.ts'

/** Policies that need a waypoint but whose Services the input does not show. */
export function unknownPodsHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  for (const policy of migration.mesh.authorization) {
    if (policy.dryRun || policy.attachment.scope === 'targets') continue
    const cause = policy.effect === 'audit' ? undefined : envoyReason(policy)?.cause
    holds.push(...holdUnknown(migration, policy.name, policy.attachment, policy.place, cause))
  }
  for (const request of migration.mesh.requestAuthentication) {
    if (request.issuers.length === 0 || request.attachment.scope === 'targets') continue
    holds.push(...holdUnknown(migration, request.name, request.attachment, request.place, request.place.field('spec')))
  }
  return holds
}

function holdUnknown(
  migration: Migration,
  policy: string,
  attachment: Attachment,
  place: Place,
  needsEnvoy: Place | undefined,
): HoldBack[] {
  const holds: HoldBack[] = []
  const own = 'namespace' in attachment ? attachment.namespace : undefined
  for (const namespace of own === undefined ? migration.movingNamespaces : [own].filter(migration.moves)) {
    const unknown = unknownIn(migration, attachment, namespace, needsEnvoy !== undefined)
    if (!unknown) continue
    const at = attachment.scope === 'workloads' ? attachment.place : (needsEnvoy ?? place)
    holds.push({ subject: { namespace }, cause: diagnose(catalogue.podsUnknown, at, { policy, namespace }) })
  }
  return holds
}

function unknownIn(migration: Migration, attachment: Attachment, namespace: string, needsEnvoy: boolean): boolean {
  const services = migration.servicesIn(namespace).filter((service) => service.externalName === undefined)
  let found = migration.workloadsIn(namespace).some((workload) => coversPods(attachment, podsOf(workload)) === 'yes')
  for (const service of services) {
    if (migration.workloadsOf(service).length > 0) continue
    const answer = coversPods(attachment, podsBehind(service))
    if (answer === 'maybe' && (needsEnvoy || migration.waypointOf(service) !== undefined)) return true
    if (answer === 'yes') found = true
  }
  if (!needsEnvoy || found) return false
  // A policy that holds for pods of this namespace and selects nothing in sight selects something out of sight.
  if (attachment.scope === 'mesh') return true
  return (attachment.scope === 'namespace' || attachment.scope === 'workloads') && attachment.namespace === namespace
}
