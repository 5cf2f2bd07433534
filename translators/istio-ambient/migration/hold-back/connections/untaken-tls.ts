import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../../src/diagnostics/place.ts'
import type { BackendPolicy } from '../../../../../src/model/backend.ts'
import type { Mesh } from '../../../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../../../src/model/service.ts'
import { selects, type Workload } from '../../../../../src/model/workload.ts'
import { spokenTo } from '../../../../../src/resolve/attach/client-mtls.ts'
import { enforcementAt } from '../../../../../src/resolve/attach/enforcement.ts'
import { proxiesSendHbone } from '../../../../../src/resolve/attach/hbone.ts'
import { perMesh } from '../../../../../src/resolve/host-index.ts'
import { servicesForHost } from '../../../../../src/resolve/hosts.ts'
import { clientTls, entryTarget, isOfMesh, namespacesWithOwnTls, type TlsTarget } from '../../../../../src/resolve/routes/client-tls.ts'
import { layersSeenFrom } from '../../../../../src/resolve/routes/followed-rules.ts'
import { egressFor } from '../../../../../src/resolve/routes/sidecar-scope.ts'
import { backing, backingEntry, containerPort, type PodPort } from '../../../../../src/resolve/services.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { heldServers } from '../pods/held-servers.ts'
import { leadsToAddresses } from './unknown-endpoints.ts'

/**
 * Clients whose sidecars speak mutual TLS to pods that do not take it: requests fail today, and arrive once ztunnel carries them, which follows no
 * DestinationRule. Pods with a sidecar stay as well, because sidecars and gateways that are left reach pods in ambient mode through HBONE.
 * Example: DestinationRule `*.local` with `ISTIO_MUTUAL`, and a pod `barn/silo` without a sidecar
 * (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings, applyHBONETransportSocketMatches).
 */
export function untakenTlsHoldBacks(migration: Migration): HoldBack[] {
  if (migration.movingNamespaces.length === 0) return []
  return untakenIn(migration.mesh).flatMap(({ target, server, pods, place, isSpokenIn, isSpoken }) => {
    if (!isSpoken) return []
    const clients = migration.movingNamespaces.filter(isSpokenIn).map((namespace): HoldBack => {
      return { subject: { namespace }, cause: diagnose(catalogue.untakenMutualTls, place, { ...server, namespace }) }
    })
    if (pods.length === 0) return clients
    const cause = diagnose(catalogue.untakenMutualTls, place, server)
    return [...clients, ...heldServers(migration, target, pods, cause)]
  })
}

/** A port of a Service or ServiceEntry that does not take the mutual TLS which a setting asks for there. */
interface Untaken {
  readonly target: Service | ExternalHost
  readonly server: { readonly server: string; readonly port: number }
  /** Those that do not take it; none where bare addresses are behind the port, which may be anything. */
  readonly pods: readonly Workload[]
  readonly place: Place
  isSpokenIn(namespace: string): boolean
  /** Whether clients of some namespace speak it, a gateway included. */
  readonly isSpoken: boolean
}

const untakenIn = perMesh((mesh): readonly Untaken[] =>
  mesh.backendPolicies.flatMap((rule) => settingsOf(rule).flatMap((setting) => untakenBy(mesh, rule, setting))),
)

/** A place where a DestinationRule says ISTIO_MUTUAL. */
interface Setting {
  readonly place: Place
  readonly port?: number
  readonly subset?: string
}

function settingsOf({ policy, subsets }: BackendPolicy): Setting[] {
  return [{ policy }, ...subsets.map((subset) => ({ policy: subset.policy, subset: subset.name }))].flatMap(({ policy: one, ...of }) =>
    [{ tls: one?.tls }, ...(one?.ports ?? [])].flatMap(({ tls, ...at }) => {
      if (tls?.mode !== 'mesh') return []
      return [{ ...of, ...('port' in at ? { port: at.port } : {}), place: tls.place.field('mode') }]
    }),
  )
}

function untakenBy(mesh: Mesh, rule: BackendPolicy, setting: Setting): Untaken[] {
  return servicesForHost(mesh, rule.host, rule.namespace).flatMap((target) =>
    target.ports.flatMap(({ port }): Untaken[] => {
      if (setting.port !== undefined && setting.port !== port) return []
      const untaken = podsAt(mesh, target, port).filter((one) => isOfSubset(rule, setting, one.pod) && !takesMutualTls(mesh, one))
      const [first] = untaken
      if (first === undefined && !leadsOutside(target)) return []
      const server =
        first === undefined
          ? { server: objectText(target.place.object), port }
          : { server: `${first.pod.namespace}/${first.pod.name}`, port: first.port }
      const pods = untaken.map(({ pod }) => pod)
      return [{ target, server, pods, place: setting.place, ...speakers(mesh, rule, setting, target, port) }]
    }),
  )
}

function podsAt(mesh: Mesh, target: Service | ExternalHost, port: number): readonly PodPort[] {
  if ('resolution' in target) return backingEntry(mesh, target, port)
  const own = target.ports.find((one) => one.port === port)
  return backing(mesh, target).flatMap((pod) => {
    const inner = own === undefined ? undefined : containerPort(own, pod)
    return inner === undefined ? [] : [{ pod, port: inner }]
  })
}

/** No pods of the input are behind it, but addresses, or hosts outside of the mesh. */
function leadsOutside(target: Service | ExternalHost): boolean {
  return leadsToAddresses(target) || ('resolution' in target && target.location === 'external' && target.workloadSelector === undefined)
}

function isOfSubset({ subsets }: BackendPolicy, { subset }: Setting, { labels }: Workload): boolean {
  return subset === undefined || subsets.some((one) => one.name === subset && selects(one.labels, labels))
}

/** Whether a port of a pod takes mutual TLS from each client that speaks it, or HBONE in its place. */
function takesMutualTls(mesh: Mesh, { pod, port }: PodPort): boolean {
  switch (enforcementAt(mesh, pod, port, { tunnelled: false })) {
    case 'none':
    case 'unknown':
      return false
    case 'ztunnel':
      return proxiesSendHbone(mesh.settings)
    case 'sidecar':
      return spokenTo(mesh, pod, port, 'mesh').every((spoken) => spoken === 'mutual')
  }
}

/** The clients that follow a setting: those of namespaces with rules of their own, and the rest, who all follow the same. */
function speakers(
  mesh: Mesh,
  rule: BackendPolicy,
  { subset }: Setting,
  target: Service | ExternalHost,
  port: number,
): Pick<Untaken, 'isSpokenIn' | 'isSpoken'> {
  const hosts = 'resolution' in target ? target.hosts.map((host) => entryTarget(host, target)) : [target]
  const follows = (host: TlsTarget, namespace: string): boolean =>
    layersSeenFrom(mesh, namespace, host).flat().includes(rule) &&
    clientTls(mesh, { namespace }, host, port, subset).some(({ tls }) => isOfMesh(tls))
  const each = hosts.map((host) => {
    const own = new Map(namespacesWithOwnTls(mesh, host).map((name) => [name, follows(host, name)]))
    return { host, own, rest: follows(host, '') }
  })
  const isRouted = leadsTo(mesh, target)
  return {
    isSpokenIn: (namespace) =>
      each.some(
        ({ host, own, rest }) =>
          (own.get(namespace) ?? rest) &&
          (isRouted || egressFor(mesh, { namespace, labels: undefined }, { name: host.host, namespace: host.namespace }).known !== false),
      ),
    isSpoken: each.some(({ own, rest }) => rest || [...own.values()].includes(true)),
  }
}

/** Whether routes lead there from other hosts, for clients that do not list this one themselves. */
function leadsTo(mesh: Mesh, target: Service | ExternalHost): boolean {
  return mesh.routes.some(({ namespace, http, tls, tcp }) =>
    [
      ...http.flatMap(({ action }) => [...action.backends, ...action.mirrors]),
      ...[...tls, ...tcp].flatMap(({ backends }) => backends),
    ].some(({ host }) => servicesForHost(mesh, host, namespace).includes(target)),
  )
}
