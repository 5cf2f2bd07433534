import type { BackendPolicy, OriginatedTls, TrafficPolicy } from '../../model/backend.ts'
import { isWithoutMutualTls, namesAskedOf, namesServers } from '../../model/endpoint-tls.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import { type Labels, selects } from '../../model/workload.ts'
import { policiesCovering } from '../backend-policies.ts'
import { perMesh } from '../host-index.ts'
import { backing } from '../services.ts'
import { countingOrders, layersSeenFrom, rulesSeenFrom } from './followed-rules.ts'

/**
 * What DestinationRules say of the connections of a client's proxy: mTLS of the mesh, no TLS, TLS that is not the mesh's, or nothing. `off` is a
 * cluster without TLS whose endpoints are known, which tunnels to those that take HBONE all the same; `none` is plaintext to the pod, whichever it is.
 */
export type ClientTls = 'mesh' | 'none' | 'off' | 'own' | 'unset' | NamedTls

/** mTLS of the mesh with servers that have one of these names in their certificates (`ISTIO_MUTUAL` with `subjectAltNames`). */
export interface NamedTls {
  readonly names: readonly string[]
}

/** Whether a DestinationRule says `ISTIO_MUTUAL`: the client speaks it whatever the pods take. */
export function isOfMesh(tls: ClientTls): tls is 'mesh' | NamedTls {
  return tls === 'mesh' || typeof tls === 'object'
}

/** A Service, or a host of a ServiceEntry; `external` for one that the ServiceEntry declares outside of the mesh (MESH_EXTERNAL). */
export type TlsTarget = Service | { readonly host: string; readonly namespace: string; readonly external: boolean }

/** A host of a ServiceEntry as a target of TLS. */
export function entryTarget(host: string, { namespace, location }: ExternalHost): TlsTarget {
  return { host, namespace, external: location === 'external' }
}

/** What counts for a client that has the labels of `selector`; for all others where it is absent. */
export interface ClientTlsVariant {
  readonly selector?: Labels
  readonly tls: ClientTls
}

/**
 * The TLS that a client's own proxy originates towards a port of a Service, or of one of its subsets: one answer where the labels of the
 * client are known or do not count. A rule for the very host comes before those with a star, the longest of them first; of these, one in
 * the client's namespace that selects the client comes before the others. Settings of a subset come before those of the host, and settings
 * of a port leave nothing of those above them (istio:pilot/pkg/model/sidecar.go DestinationRule, pilot/pkg/networking/util/util.go MergeTrafficPolicy).
 */
export function clientTls(
  mesh: Mesh,
  client: { readonly namespace: string; readonly labels?: Labels | undefined },
  service: TlsTarget,
  port: number,
  subset: string | undefined,
): readonly ClientTlsVariant[] {
  const left = ({ selector, tls }: ClientTlsVariant): ClientTlsVariant[] =>
    settled(tls, { mesh, client: client.namespace, service, port, subset }).map((one) => ({
      ...(selector === undefined ? {} : { selector }),
      tls: one,
    }))
  return declaredTls(mesh, client, service, port, subset).flatMap(left)
}

/**
 * What is left to find out once the DestinationRules have spoken. Without TLS, sidecars send plaintext where the client says, to a headless Service or with
 * load balancing PASSTHROUGH; gateways know the endpoints of a headless Service.
 */
function settled(tls: ClientTls, { mesh, client, service, port, subset }: TlsQuestion): readonly ClientTls[] {
  if (tls === 'unset') return automatic(mesh, client, service, port, subset)
  if (tls !== 'off' || !goesWhereClientSays(mesh, client, service, port, subset)) return [tls]
  return ['off', 'none']
}

interface TlsQuestion {
  readonly mesh: Mesh
  readonly client: string
  readonly service: TlsTarget
  readonly port: number
  readonly subset: string | undefined
}

function goesWhereClientSays(mesh: Mesh, client: string, service: TlsTarget, port: number, subset: string | undefined): boolean {
  return ('headless' in service && service.headless) || passesThrough(rulesSeenFrom(mesh, client, service), port, subset)
}

/**
 * What automatic mutual TLS makes of it. None is spoken to hosts outside of the mesh, whatever pods a ServiceEntry selects for them.
 * Connections that go where the client says, to a headless Service or with load balancing PASSTHROUGH, have it if all of the pods do
 * (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings, pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode).
 */
function automatic(mesh: Mesh, client: string, service: TlsTarget, port: number, subset: string | undefined): readonly ClientTls[] {
  if (!('headless' in service)) return [service.external ? 'off' : 'unset']
  if (!goesWhereClientSays(mesh, client, service, port, subset)) return ['unset']
  const pods = backing(mesh, service)
  if (pods.length === 0 || pods.some(isWithoutMutualTls)) return ['none']
  return pods.some(({ dataPlane }) => dataPlane === 'unknown') ? ['unset', 'none'] : ['unset']
}

/** Whether load balancing is PASSTHROUGH towards a port of a host, or of one of its subsets. */
function passesThrough(rules: readonly BackendPolicy[], port: number, subset: string | undefined): boolean {
  const at = (policy: TrafficPolicy | undefined, above: boolean): boolean => {
    const own = policy?.ports.find((candidate) => candidate.port === port)
    const topic = (own ?? policy)?.topics.find(({ name }) => name === 'load-balancing')
    if (topic === undefined) return own === undefined && above
    return (topic.settings as { readonly simple?: unknown }).simple === 'PASSTHROUGH'
  }
  const above = at(rules.find(({ policy }) => policy !== undefined)?.policy, false)
  const named = subset === undefined ? undefined : rules.flatMap(({ subsets }) => subsets).find(({ name }) => name === subset)
  return at(named?.policy, above)
}

function declaredTls(
  mesh: Mesh,
  client: { readonly namespace: string; readonly labels?: Labels | undefined },
  service: TlsTarget,
  port: number,
  subset: string | undefined,
): readonly ClientTlsVariant[] {
  const memory = declaredIn(mesh)
  const key = `${client.namespace} ${service.namespace}/${service.host}:${port} ${subset ?? ''}`
  const { own, general } = memory.get(key) ?? declaredByRules(mesh, client.namespace, service, port, subset)
  memory.set(key, { own, general })
  const { labels } = client
  if (labels === undefined) return [...own, ...general]
  const selected = own.find(({ selector }) => selects(selector, labels))
  return selected === undefined ? general : [{ tls: selected.tls }]
}

/** What DestinationRules declare for clients of some labels, and for the others. */
interface DeclaredTls {
  readonly own: readonly Required<ClientTlsVariant>[]
  readonly general: readonly ClientTlsVariant[]
}

/** By the clients' namespace and by what they call: each kind of client asks, and each request that is replayed. */
const declaredIn = perMesh(() => new Map<string, DeclaredTls>())

function declaredByRules(mesh: Mesh, client: string, service: TlsTarget, port: number, subset: string | undefined): DeclaredTls {
  const layers = layersSeenFrom(mesh, client, service)
  const [rules = []] = layers
  if (rules.length === 0) return { own: [], general: [{ tls: 'unset' }] }
  const own = rules.flatMap((rule) => {
    const { namespace, clientSelector: selector } = rule
    return selector === undefined || namespace !== client ? [] : [{ selector, tls: tlsIn([rule], port, subset) }]
  })
  const orders = layers.flatMap((layer) => countingOrders(layer.filter(({ clientSelector }) => clientSelector === undefined)))
  const answers = new Map(orders.map((order) => [JSON.stringify(tlsIn(order, port, subset)), tlsIn(order, port, subset)]))
  const general = [...answers.values()].map((tls): ClientTlsVariant => ({ tls }))
  return { own, general }
}

/** Namespaces whose clients may follow other DestinationRules to a Service than clients elsewhere. */
export function namespacesWithOwnTls(mesh: Mesh, service: TlsTarget): readonly string[] {
  const names = policiesCovering(mesh, service.host).flatMap(({ namespace, exportTo = [] }) => [namespace, ...exportTo])
  return [...new Set(names)].filter((name) => name !== '*' && name !== '.' && name !== '~')
}

/** Of several rules for one host the subsets are put together, and the first traffic policy counts. */
function tlsIn(rules: readonly BackendPolicy[], port: number, subset: string | undefined): ClientTls {
  const first = (fillsIn: boolean): TrafficPolicy | undefined =>
    rules.find((rule) => rule.policy !== undefined && (rule.fillsIn === true) === fillsIn)?.policy
  const above = tlsAt(first(false), port, undefined) ?? tlsAt(first(true), port, undefined)
  const named = subset === undefined ? undefined : rules.flatMap(({ subsets }) => subsets).find(({ name }) => name === subset)
  const tls = tlsAt(named?.policy, port, above)
  if (tls?.mode === 'mesh' && namesServers(tls)) return { names: namesAskedOf(tls) }
  return tls === undefined ? 'unset' : modes[tls.mode]
}

function tlsAt(policy: TrafficPolicy | undefined, port: number, above: OriginatedTls | undefined): OriginatedTls | undefined {
  if (policy === undefined) return above
  const own = policy.ports.find((candidate) => candidate.port === port)
  return own === undefined ? (policy.tls ?? above) : own.tls
}

const modes = { disable: 'off', simple: 'own', mutual: 'own', mesh: 'mesh' } as const

/** What would tell which of several answers counts. */
export function tlsNeeds(isByLabels: boolean): string {
  return isByLabels
    ? 'the labels of the client'
    : 'which DestinationRule of the host is the oldest (creationTimestamp), or whether its pods have sidecars'
}

export const foreignTls = "what pods make of TLS that is not the mesh's, where a DestinationRule has `tls.mode: SIMPLE` or `MUTUAL`"

export const untakenTls = 'whether pods take mutual TLS of the mesh without a sidecar, where a DestinationRule has `tls.mode: ISTIO_MUTUAL`'
export const misnamedTls = 'whether certificates of the pods have one of the names in `subjectAltNames` of a DestinationRule'
