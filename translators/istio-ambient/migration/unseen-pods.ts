import type { Attachment } from '../../../src/model/authorization.ts'
import type { Migration } from './migration.ts'
import { coversPods, podsBehind, podsOf } from './pods.ts'

/**
 * Whether a policy may be for pods of a namespace that the input does not have, and that keep their sidecars because the namespace moves in part:
 * it selects no pods of the input there, or may select those behind a Service without any.
 */
export function mayGuardUnseen(migration: Migration, attachment: Attachment, namespace: string): boolean {
  if (!migration.moves(namespace) || migration.movesWhole(namespace)) return false
  if (!migration.workloadsIn(namespace).some((workload) => coversPods(attachment, podsOf(workload)) === 'yes')) return true
  return migration
    .servicesIn(namespace)
    .some((service) => migration.workloadsOf(service).length === 0 && coversPods(attachment, podsBehind(service)) !== 'no')
}
