import { objectText, type Place } from '../diagnostics/place.ts'
import type { BackendPolicy, TrafficPolicy } from '../model/backend.ts'
import { canonical } from '../model/canonical.ts'
import { refusesMutualTls, tlsModeLabel } from '../model/endpoint-tls.ts'
import type { Mesh } from '../model/mesh.ts'
import type { ExternalHost, Service } from '../model/service.ts'
import { type Labels, selects } from '../model/workload.ts'
import { policiesCovering } from './backend-policies.ts'
import { perMesh } from './host-index.ts'
import { modeOfNamespace } from './peer-authentication.ts'
import { type ClientTls, clientTls, entryTarget } from './routes/client-tls.ts'
import { callerKinds } from './routes/clients-alike.ts'
import { sidecarRoutes } from './routes/route-chain.ts'
import { type EgressClient, egressFor, ownSidecars } from './routes/sidecar-scope.ts'

/** Why the sidecars of a namespace send plaintext to a Service. */
export interface Anonymity {
  readonly place: Place
  /** Completes "in plaintext, because of …". */
  readonly what: string
  /** True where it is the Service's configuration, and no scope of its clients. */
  readonly ofService: boolean
}

/** What was found for the first namespace of a kind, and, where that names one of its Sidecars, which of them and what of it. */
interface FoundOfKind {
  readonly anonymity: Anonymity | undefined
  readonly namespace: string
  readonly named?: { readonly position: number; readonly ofMode: boolean }
}

const known = perMesh(() => new Map<Service | ExternalHost, Map<string, FoundOfKind>>())

/**
 * The first reason for which clients of a namespace may be anonymous at a Service, or at a ServiceEntry with pods; undefined when there is none.
 * `clients` has the labels of those that are meant, by which a Sidecar may be theirs; without it all of the namespace are.
 */
export function anonymityOf(
  mesh: Mesh,
  namespace: string,
  target: Service | ExternalHost,
  clients?: readonly Labels[],
): Anonymity | undefined {
  const kind = callerKinds(mesh, target)(namespace)
  const who = clients === undefined ? kind : `${kind} ${canonical(clients)}`
  const memory = known(mesh).get(target) ?? new Map<string, FoundOfKind>()
  known(mesh).set(target, memory)
  const remembered = memory.get(who) ?? foundOfKind(mesh, namespace, target, clients)
  memory.set(who, remembered)
  return inNamespace(mesh, remembered, namespace)
}

function foundOfKind(mesh: Mesh, namespace: string, target: Service | ExternalHost, clients: readonly Labels[] | undefined): FoundOfKind {
  const anonymity = found(mesh, namespace, target, clients)
  if (anonymity === undefined || anonymity.ofService) return { anonymity, namespace }
  const { place } = anonymity
  const own = ownSidecars(mesh, namespace)
  const position = own.findIndex((sidecar) => sidecar.place === place || sidecar.outboundPolicy?.place === place)
  return position < 0 ? { anonymity, namespace } : { anonymity, namespace, named: { position, ofMode: own[position]!.place !== place } }
}

/** A Sidecar is named by its place, and each namespace of a kind has its own that say the same. */
function inNamespace(mesh: Mesh, { anonymity, namespace, named }: FoundOfKind, asked: string): Anonymity | undefined {
  if (anonymity === undefined || named === undefined || namespace === asked) return anonymity
  const { place, outboundPolicy } = ownSidecars(mesh, asked)[named.position]!
  return { ...anonymity, place: named.ofMode ? outboundPolicy!.place : place }
}

function found(
  mesh: Mesh,
  namespace: string,
  target: Service | ExternalHost,
  clients: readonly (Labels | undefined)[] = [undefined],
): Anonymity | undefined {
  const disabled = tlsModeOf(mesh, target)
  if (disabled !== undefined) return disabled
  const hosts = 'resolution' in target ? target.hosts : [target.host]
  for (const host of hosts)
    for (const { port } of target.ports) {
      const unseen = clients.flatMap((labels) => hidden(mesh, { namespace, labels }, target, host, port) ?? [])
      const one = unseen[0] ?? plaintext(mesh, namespace, target, host, port)
      if (one !== undefined) return one
    }
  return undefined
}

/** Pods that say themselves that they speak no mutual TLS. */
function tlsModeOf(mesh: Mesh, target: Service | ExternalHost): Anonymity | undefined {
  const selector = 'resolution' in target ? target.workloadSelector : target.selector
  if (selector === undefined) return undefined
  const pod = withoutTls(mesh).find(({ namespace, labels }) => namespace === target.namespace && selects(selector, labels))
  if (pod === undefined) return undefined
  const place = pod.templatePlace.field('labels').field(tlsModeLabel)
  return { place, what: `label \`${tlsModeLabel}\` of ${pod.namespace}/${pod.name} has them speak no mutual TLS`, ofService: true }
}

const withoutTls = perMesh((mesh) => mesh.workloads.filter(refusesMutualTls))

interface NamedClient extends EgressClient {
  readonly namespace: string
}

/** No cluster: the Service is outside of the client's Sidecar, or not exported to it. */
function hidden(mesh: Mesh, client: NamedClient, target: Service | ExternalHost, host: string, port: number): Anonymity | undefined {
  const { namespace } = client
  const egress = egressFor(mesh, client, { name: host, namespace: target.namespace })
  if (egress.known === true || sidecarRoutes(mesh, { namespace }, host, port).kind !== 'default') return undefined
  const [scope] = egress.because.filter(({ object }) => object.kind === 'Sidecar')
  if (scope !== undefined) return { place: scope, what: 'it is outside of what their Sidecar lists', ofService: false }
  return { place: exportPlace(mesh, target), what: 'it is not exported to their namespace', ofService: false }
}

function exportPlace({ settings }: Mesh, target: Service | ExternalHost): Place {
  if (target.exportTo === undefined) return settings.places.defaultExportTo ?? target.place
  if ('resolution' in target) return target.place.field('spec').field('exportTo')
  return target.place.field('metadata').field('annotations').field('networking.istio.io/exportTo')
}

/** A cluster without mutual TLS. */
function plaintext(mesh: Mesh, namespace: string, target: Service | ExternalHost, host: string, port: number): Anonymity | undefined {
  const rules = policiesCovering(mesh, host)
  const subsets = [undefined, ...rules.flatMap((rule) => rule.subsets.map(({ name }) => name))]
  const towards = 'resolution' in target ? entryTarget(host, target) : target
  const spoken = new Set<ClientTls>(
    subsets.flatMap((subset) => clientTls(mesh, { namespace }, towards, port, subset).map(({ tls }) => tls)),
  )
  if (spoken.has('none') || spoken.has('off') || spoken.has('own')) {
    const rule = rules.find(originates)
    if (rule === undefined) return { place: target.place, what: withoutRule(target), ofService: true }
    return { place: rule.place, what: `${objectText(rule.place.object)} has them speak no mutual TLS`, ofService: true }
  }
  if (!spoken.has('unset')) return undefined
  if (!mesh.settings.autoMtls)
    return { place: mesh.settings.places.autoMtls ?? target.place, what: '`enableAutoMtls` is false', ofService: true }
  const decided = modeOfNamespace(mesh, target.namespace)
  if (decided?.mode !== 'disable') return undefined
  return {
    place: decided.modePlace ?? decided.place,
    what: `PeerAuthentication ${decided.namespace}/${decided.name} is DISABLE for its whole namespace`,
    ofService: true,
  }
}

function withoutRule(target: Service | ExternalHost): string {
  if ('resolution' in target) return 'its ServiceEntry declares it outside of the mesh (`location: MESH_EXTERNAL`)'
  return `it ${target.headless ? 'is headless' : 'has load balancing PASSTHROUGH'} and some of its pods have no sidecar`
}

/** Whether a DestinationRule says at any level that no mutual TLS of the mesh is spoken. */
function originates({ policy, subsets }: BackendPolicy): boolean {
  const foreign = (one: TrafficPolicy | undefined): boolean =>
    one !== undefined && [one.tls, ...one.ports.map(({ tls }) => tls)].some((tls) => tls !== undefined && tls.mode !== 'mesh')
  return foreign(policy) || subsets.some((subset) => foreign(subset.policy))
}
