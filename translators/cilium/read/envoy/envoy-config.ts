import type { Place } from '../../../../src/diagnostics/place.ts'
import { keyUri, wholeName } from '../../../../src/model/key-uri.ts'
import type { NodeAuthorizer, NodeRoutes } from '../../../../src/model/node-routes.ts'
import type { SourceObject } from '../../../../src/model/object.ts'
import { atomsOf } from '../../../../src/model/predicate.ts'
import type { GlobalRateLimit, RateLimit } from '../../../../src/model/rate-limit.ts'
import type { HttpRule, RouteBinding } from '../../../../src/model/route.ts'
import { Message } from '../../../envoy/message.ts'
import { type ClusterTarget, readCluster } from './clusters.ts'
import { type KeysHost, readKeysHost } from './keys-cluster.ts'
import { type ReadAuthorizer, type ReadListener, readListener } from './listener.ts'
import { type ReadRoutes, readRouteConfiguration } from './route-configuration.ts'
import type { FetchedKeys } from './token-check.ts'

/**
 * The tables of a CiliumEnvoyConfig, one for each listener that Services are led to. Where one part is not understood, none of them is known: Cilium takes the
 * resources of an object together or not at all (cc:pkg/ciliumenvoyconfig/cec_resource_parser.go ParseResources).
 */
export function readEnvoyConfig(object: SourceObject, clusterDomain: string): readonly NodeRoutes[] {
  const odd: Place[] = identityLost(object)
  const spec = new Message(object.value.spec ?? {}, object.place.field('spec'), odd)
  const services = spec.list('services').map((service) => readService(service, object.ref.namespace))
  const backends = spec.list('backendServices').map((service) => readService(service, object.ref.namespace))
  const served = new Set(
    [...services, ...backends].flatMap(({ name, namespace, ports }) => ports.map((port) => `${namespace}/${name}:${port}`)),
  )
  const resources = readResources(spec.list('resources'), served, clusterDomain)
  // Which nodes are meant, and whether they are those of the clients, is not followed.
  spec.done()
  const [first] = resources.listeners
  const led = new Map<string, RouteBinding[]>()
  for (const { listener = first?.name ?? '', ...service } of services)
    led.set(listener, [...(led.get(listener) ?? []), ...bindingsOf(service)])
  return [...led].map(([name, bindings]): NodeRoutes => {
    const listener = resources.listeners.find((one) => one.name === name)
    const routes = listener === undefined ? undefined : resources.routesOf(listener)
    const http = routes?.rules
    if (http === undefined) odd.push(spec.place)
    const issuers = listener?.issuers ?? []
    const authorizers = (listener?.authorizers ?? []).flatMap((one) => resources.authorizerOf(one) ?? [])
    if (issuers.length > 0 && http?.some(isChosenByTokens)) odd.push(spec.place)
    const config = `${object.ref.namespace}/${object.ref.name}/`
    for (const keys of listener?.fetched ?? []) if (!resources.gives(keys, config)) odd.push(keys.place)
    if (authorizers.length < (listener?.authorizers.length ?? 0)) odd.push(spec.place)
    if (authorizers.length > 0 && http?.some(isChosen)) odd.push(spec.place)
    const limits = listener === undefined ? [] : limitsOf(listener, routes?.counted ?? [], { resources, config })
    if (limits === undefined) odd.push(spec.place)
    return {
      name: object.ref.name,
      namespace: object.ref.namespace,
      controller: 'cilium',
      hosts: [],
      bindings,
      order: 'first-match',
      http: http ?? [],
      tls: [],
      tcp: [],
      owners: object.owners,
      delegateOnly: false,
      ...(object.creationTimestamp === undefined ? {} : { creationTimestamp: object.creationTimestamp }),
      place: object.place,
      normalization: listener?.normalization ?? 'none',
      ...(authorizers.length === 0 ? {} : { authorizers }),
      ...(issuers.length === 0 ? {} : { issuers }),
      ...(limits === undefined || limits.length === 0 ? {} : { limits }),
      unmodelled: odd,
    }
  })
}

/** Whether a rule looks at where tokens may be, which are taken out of requests on the way, or sends copies: neither was measured beside a check of tokens. */
function isChosenByTokens({ matches, action }: HttpRule): boolean {
  const atoms = matches.flatMap(({ predicate }) => [...atomsOf(predicate)])
  return action.mirrors.length > 0 || atoms.some(({ kind }) => kind === 'header' || kind === 'query')
}

/** Whether a rule is for some requests alone, or sends copies: an authorizer may change requests before, and neither was measured beside one. */
function isChosen({ matches, action }: HttpRule): boolean {
  const atoms = matches.flatMap(({ predicate }) => [...atomsOf(predicate)])
  return action.mirrors.length > 0 || atoms.some((atom) => atom.kind !== 'path' || atom.match.op !== 'prefix' || atom.match.value !== '/')
}

/** The limits of a listener; undefined where a filter asks for counts that no route names, routes name some that no filter asks for, or it is not known who counts. */
function limitsOf(
  { limits, limitServices }: ReadListener,
  counted: GlobalRateLimit['counted'],
  { resources, config }: { readonly resources: Resources; readonly config: string },
): readonly RateLimit[] | undefined {
  if (limitServices.length > 1 || (limitServices.length === 0) !== (counted.length === 0)) return undefined
  const services = limitServices.map(({ cluster, place: _, ...service }): GlobalRateLimit | undefined => {
    // The agent does not put the name of the config before a cluster in this filter (cc:pkg/ciliumenvoyconfig/cec_resource_parser.go qualifyHttpFilters).
    const target = cluster.startsWith(config) ? resources.serviceOf(cluster.slice(config.length)) : undefined
    return target === undefined ? undefined : { kind: 'global', ...service, service: { host: target.host, port: target.port }, counted }
  })
  const known = services.filter((service) => service !== undefined)
  return known.length < services.length ? undefined : [...limits, ...known]
}

/** Where the proxy has an identity of its own to pods, or an object is for the whole cluster, nothing of it is followed (cc:pkg/ciliumenvoyconfig UseOriginalSourceAddress). */
function identityLost({ ref, place, labels, annotations, owners }: SourceObject): Place[] {
  const own = annotations['cec.cilium.io/use-original-source-address'] ?? labels['cilium.io/use-original-source-address'] ?? 'true'
  const keeps = own === 'true' && !owners.some(({ kind }) => kind === 'Ingress' || kind === 'Gateway')
  return keeps && ref.kind === 'CiliumEnvoyConfig' ? [] : [place]
}

interface ListedService {
  readonly name: string
  readonly namespace: string
  readonly listener?: string
  readonly ports: readonly (number | string)[]
  readonly place: Place
}

function readService(message: Message, own: string): ListedService {
  const listener = message.text('listener')
  const service: ListedService = {
    name: message.text('name') ?? '',
    namespace: message.text('namespace') || own,
    ...(listener === undefined || listener === '' ? {} : { listener }),
    ports: [...message.numbers('ports'), ...message.texts('number')],
    place: message.place,
  }
  message.done()
  return service
}

/** Without ports a Service is led to the listener on all of them. */
function bindingsOf({ name, namespace, ports, place }: ListedService): readonly RouteBinding[] {
  const binding = { to: 'service', target: { kind: 'Service', name, place }, namespace, place } as const
  return ports.length === 0 ? [binding] : ports.map((port) => ({ ...binding, port: Number(port) }))
}

function isSource(uri: string, outside: KeysHost | undefined, service: ClusterTarget | undefined, clusterDomain: string): boolean {
  const parts = keyUri(uri)
  if (parts === undefined) return false
  const { scheme, host, port } = parts
  if (scheme === 'https') return outside?.host === host && outside.port === port
  return service !== undefined && service.host === wholeName(host, clusterDomain) && service.port === port
}

interface Resources {
  readonly listeners: readonly ReadListener[]
  readonly routesOf: (listener: ReadListener) => ReadRoutes | undefined
  readonly serviceOf: (cluster: string) => ClusterTarget | undefined
  /** Whether keys come from where their URI says, by a cluster of this config. */
  readonly gives: (keys: FetchedKeys, config: string) => boolean
  readonly authorizerOf: (asked: ReadAuthorizer) => NodeAuthorizer | undefined
}

function readResources(messages: readonly Message[], served: ReadonlySet<string>, clusterDomain: string): Resources {
  const typed = messages.map((message) => ({
    message,
    kind: /\.(Listener|RouteConfiguration|Cluster)$/.exec(message.text('@type') ?? '')?.[1],
  }))
  for (const { message, kind } of typed) if (kind === undefined) message.isOdd()
  const of = (kind: string): readonly Message[] => typed.flatMap((one) => (one.kind === kind ? [one.message] : []))
  const clusters = new Map<string, ClusterTarget>()
  const hosts = new Map<string, KeysHost>()
  for (const message of of('Cluster')) {
    if (message.text('type') === 'STRICT_DNS') {
      const host = readKeysHost(message)
      if (host !== undefined) hosts.set(message.text('name') ?? '', host)
      continue
    }
    const target = readCluster(message, served, clusterDomain)
    if (target !== undefined) clusters.set(message.text('name') ?? '', target)
  }
  const listeners = of('Listener').map(readListener)
  const configurations = new Map(of('RouteConfiguration').map((message) => [message.text('name') ?? '', message]))
  return {
    listeners,
    gives: ({ uri, cluster }, config) => {
      const name = cluster.startsWith(config) ? cluster.slice(config.length) : ''
      return isSource(uri, hosts.get(name), clusters.get(name), clusterDomain)
    },
    authorizerOf: ({ name, protocol, cluster, failOpen, check, rules, place }) => {
      const target = clusters.get(cluster)
      return target === undefined
        ? undefined
        : { authorizer: { name, protocol, service: target.host, port: target.port, failOpen, check, place }, rules }
    },
    serviceOf: (cluster) => clusters.get(cluster),
    routesOf: ({ routes, cors }) => {
      const configuration = typeof routes === 'string' ? configurations.get(routes) : routes
      return configuration === undefined ? undefined : readRouteConfiguration(configuration, clusters, cors)
    },
  }
}
