import type { RequestAuthentication } from '../../../../src/model/authentication.ts'
import { containerPort } from '../../../../src/resolve/services.ts'
import type { Migration } from '../../migration/migration.ts'
import { coversPods, near, podsBehind, podsOf } from '../../migration/pods.ts'
import { isOpaque } from '../../migration/policy/service-ports.ts'

/** Container ports on which no pod under the check speaks HTTP: sidecars check no tokens there. */
export function opaquePorts(migration: Migration, request: RequestAuthentication): number[] {
  const { workloads, services } = near(migration, request.attachment)
  const groups = [
    ...workloads
      .filter((workload) => migration.workloadMoves(workload) && coversPods(request.attachment, podsOf(workload)) === 'yes')
      .map((workload) =>
        opaqueOf(
          migration
            .servicesOf(workload)
            .flatMap((service) => service.ports.map((port) => ({ port, number: containerPort(port, workload) }))),
        ),
      ),
    ...services
      .filter((service) => migration.moves(service.namespace) && migration.workloadsOf(service).length === 0)
      .filter((service) => coversPods(request.attachment, podsBehind(service)) !== 'no')
      .map((service) => opaqueOf(service.ports.map((port) => ({ port, number: containerPort(port, undefined) })))),
  ]
  const [first, ...rest] = groups
  return [...(first ?? [])].filter((port) => rest.every((group) => group.has(port))).sort((a, b) => a - b)
}

function opaqueOf(ports: readonly { port: Parameters<typeof isOpaque>[0]; number: number | undefined }[]): Set<number> {
  const opaque = new Set<number>()
  for (const { port, number } of ports) if (number !== undefined && isOpaque(port)) opaque.add(number)
  for (const { port, number } of ports) if (number !== undefined && !isOpaque(port)) opaque.delete(number)
  return ports.some(({ number }) => number === undefined) ? new Set() : opaque
}
