import { objectText } from '../../../src/diagnostics/place.ts'
import type { BackendPolicy, TrafficPolicy } from '../../../src/model/backend.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import { isWithoutMutualTls, namesServers } from '../../../src/model/endpoint-tls.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { enforcementAt } from '../../../src/resolve/attach/enforcement.ts'
import { isServiceOfGateways } from '../../../src/resolve/gateway-pods.ts'
import { servicesForHost } from '../../../src/resolve/hosts.ts'
import { resolvePeerAuthentication } from '../../../src/resolve/peer-authentication.ts'
import { clientTls, entryTarget, isOfMesh, namespacesWithOwnTls, type TlsTarget } from '../../../src/resolve/routes/client-tls.ts'
import { backing, backingEntry, containerPort, workloadsOf } from '../../../src/resolve/services.ts'
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
    return (one?.topics.length ?? 0) === 0 && (mode === undefined || mode === 'disable' || (mode === 'mesh' && !namesServers(one!.tls!)))
  })
}

/**
 * A destination that takes no mutual TLS although sidecars speak it there: requests fail today, and arrive once the sidecars are gone. Undefined
 * where the input has none. Asked of whatever says `ISTIO_MUTUAL`, beside other settings or for a subset, and of clients everywhere.
 */
export function withoutMutualTls(policy: BackendPolicy, mesh: Mesh): Pick<AskedFeature, 'what'> | undefined {
  if (!saysMutualTls(policy)) return undefined
  const subsets = [undefined, ...policy.subsets.map(({ name }) => name)]
  for (const target of servicesForHost(mesh, policy.host, policy.namespace)) {
    const hosts = 'resolution' in target ? target.hosts.map((one) => entryTarget(one, target)) : [target]
    for (const { port } of target.ports) {
      const speaks = (one: TlsTarget, namespace: string): boolean =>
        subsets.some((subset) => clientTls(mesh, { namespace }, one, port, subset).some(({ tls }) => isOfMesh(tls)))
      const isSpoken = hosts.some((one) => clientNamespaces(mesh, one).some((namespace) => speaks(one, namespace)))
      if (!isSpoken || takesMutualTls(target, port, mesh)) continue
      const why = !('resolution' in target) && isServiceOfGateways(target, mesh) ? 'a gateway' : 'which has no sidecars that take it'
      return { what: `mutual TLS to ${objectText(target.place.object)}, ${why}` }
    }
  }
  return undefined
}

function saysMutualTls({ policy, subsets }: BackendPolicy): boolean {
  return [policy, ...subsets.map((subset) => subset.policy)].some((one) =>
    [one, ...(one?.ports ?? [])].some((level) => level?.tls?.mode === 'mesh'),
  )
}

/** Those that may follow other rules than the rest, and the empty name for the rest. Pods without sidecars follow none. */
function clientNamespaces(mesh: Mesh, target: TlsTarget): readonly string[] {
  const hasSidecars = (name: string): boolean => {
    const known = mesh.namespaces.find((one) => one.name === name)
    return (
      known === undefined || mayHaveSidecars(known.dataPlane) || workloadsOf(mesh, name).some(({ dataPlane }) => mayHaveSidecars(dataPlane))
    )
  }
  return ['', ...namespacesWithOwnTls(mesh, target).filter(hasSidecars)]
}

/** A port that is left out of what the sidecar captures is the application's own, and its clients speak mutual TLS to that. */
function isPastSidecar(pod: Workload, port: number | undefined, mesh: Mesh): boolean {
  return port !== undefined && enforcementAt(mesh, pod, port, { tunnelled: false }) === 'none'
}

function takesMutualTls(target: Service | ExternalHost, port: number, mesh: Mesh): boolean {
  if ('resolution' in target && target.location === 'external') return false
  const takes = (pod: Workload, inner: number | undefined): boolean =>
    !isWithoutMutualTls(pod) && resolvePeerAuthentication(mesh, pod, inner).mode !== 'disable' && !isPastSidecar(pod, inner, mesh)
  if ('resolution' in target) return backingEntry(mesh, target, port).every(({ pod, port: inner }) => takes(pod, inner))
  // Addresses of Endpoints have no sidecar that takes it.
  if (target.selector === undefined) return target.externalName !== undefined
  // A gateway's listeners decide what it takes, and need not take this.
  if (isServiceOfGateways(target, mesh)) return false
  const own = target.ports.find((one) => one.port === port)
  return backing(mesh, target).every((pod) => takes(pod, own === undefined ? undefined : containerPort(own, pod)))
}
