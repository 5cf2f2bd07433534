import { objectText } from '../../../src/diagnostics/place.ts'
import type { BackendPolicy, TrafficPolicy } from '../../../src/model/backend.ts'
import { isWithoutMutualTls } from '../../../src/model/endpoint-tls.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { servicesForHost } from '../../../src/resolve/hosts.ts'
import { resolvePeerAuthentication } from '../../../src/resolve/peer-authentication.ts'
import { clientTls, entryTarget } from '../../../src/resolve/routes/client-tls.ts'
import { backing, backingEntry, containerPort } from '../../../src/resolve/services.ts'
import type { AskedFeature } from './feature.ts'

/**
 * A DestinationRule that says of connections only whether sidecars speak mutual TLS of the mesh, `ISTIO_MUTUAL` or `DISABLE`: without sidecars
 * nothing of it is left. Example: `*.local` in the root namespace. Policies that ask for identities look at it themselves.
 */
export function saysOnlyTls({ fillsIn, policy, subsets }: BackendPolicy): boolean {
  return fillsIn === undefined && [policy, ...subsets.map((subset) => subset.policy)].every(isOnlyTls)
}

function isOnlyTls(policy: TrafficPolicy | undefined): boolean {
  return [policy, ...(policy?.ports ?? [])].every((one) => {
    const mode = one?.tls?.mode
    return (one?.topics.length ?? 0) === 0 && (mode === undefined || mode === 'mesh' || mode === 'disable')
  })
}

/**
 * A destination that takes no mutual TLS although sidecars speak it there: requests fail today, and arrive once the sidecars are gone. Undefined
 * where the input has none.
 */
export function withoutMutualTls({ host, namespace }: BackendPolicy, mesh: Mesh): Pick<AskedFeature, 'what'> | undefined {
  const { rootNamespace } = mesh.settings
  for (const target of servicesForHost(mesh, host, namespace)) {
    const client = { namespace: namespace === rootNamespace ? target.namespace : namespace }
    const hosts = 'resolution' in target ? target.hosts.map((one) => entryTarget(one, target)) : [target]
    for (const { port } of target.ports) {
      const isSpoken = hosts.some((one) => clientTls(mesh, client, one, port, undefined).some(({ tls }) => tls === 'mesh'))
      if (isSpoken && !takesMutualTls(target, port, mesh))
        return { what: `mutual TLS to ${objectText(target.place.object)}, which has no sidecars that take it` }
    }
  }
  return undefined
}

function takesMutualTls(target: Service | ExternalHost, port: number, mesh: Mesh): boolean {
  if ('resolution' in target && target.location === 'external') return false
  const takes = (pod: Workload, inner: number | undefined): boolean =>
    !isWithoutMutualTls(pod) && resolvePeerAuthentication(mesh, pod, inner).mode !== 'disable'
  if ('resolution' in target) return backingEntry(mesh, target, port).every(({ pod, port: inner }) => takes(pod, inner))
  const own = target.ports.find((one) => one.port === port)
  return backing(mesh, target).every((pod) => takes(pod, own === undefined ? undefined : containerPort(own, pod)))
}
