import type { Diagnostic } from '../../../../../src/diagnostics/diagnostic.ts'
import type { ExternalHost, Service } from '../../../../../src/model/service.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/** Holds the pods of a Service or ServiceEntry where they are; its whole namespace, where the input has none of them. */
export function heldServers(
  migration: Migration,
  target: Service | ExternalHost,
  pods: readonly Workload[],
  cause: Diagnostic,
): HoldBack[] {
  if (!migration.moves(target.namespace)) return []
  if (pods.length === 0) return [{ subject: { namespace: target.namespace }, cause }]
  return pods.filter(migration.workloadMoves).map((workload) => ({ subject: { workload }, cause }))
}
