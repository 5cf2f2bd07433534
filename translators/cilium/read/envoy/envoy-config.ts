import type { Place } from '../../../../src/diagnostics/place.ts'
import type { NodeRoutes } from '../../../../src/model/node-routes.ts'
import type { SourceObject } from '../../../../src/model/object.ts'
import { atomsOf } from '../../../../src/model/predicate.ts'
import type { HttpRule, RouteBinding } from '../../../../src/model/route.ts'
import { type ClusterTarget, readCluster } from './clusters.ts'
import { type ReadListener, readListener } from './listener.ts'
import { Message } from './message.ts'
import { readRouteConfiguration } from './route-configuration.ts'

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
    const http = listener === undefined ? undefined : resources.rulesOf(listener)
    if (http === undefined) odd.push(spec.place)
    const issuers = listener?.issuers ?? []
    if (issuers.length > 0 && http?.some(isChosenByTokens)) odd.push(spec.place)
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
      ...(issuers.length === 0 ? {} : { issuers }),
      unmodelled: odd,
    }
  })
}

/** Whether a rule looks at where tokens may be, which are taken out of requests on the way, or sends copies: neither was measured beside a check of tokens. */
function isChosenByTokens({ matches, action }: HttpRule): boolean {
  const atoms = matches.flatMap(({ predicate }) => [...atomsOf(predicate)])
  return action.mirrors.length > 0 || atoms.some(({ kind }) => kind === 'header' || kind === 'query')
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

interface Resources {
  readonly listeners: readonly ReadListener[]
  readonly rulesOf: (listener: ReadListener) => readonly HttpRule[] | undefined
}

function readResources(messages: readonly Message[], served: ReadonlySet<string>, clusterDomain: string): Resources {
  const typed = messages.map((message) => ({
    message,
    kind: /\.(Listener|RouteConfiguration|Cluster)$/.exec(message.text('@type') ?? '')?.[1],
  }))
  for (const { message, kind } of typed) if (kind === undefined) message.isOdd()
  const of = (kind: string): readonly Message[] => typed.flatMap((one) => (one.kind === kind ? [one.message] : []))
  const clusters = new Map<string, ClusterTarget>()
  for (const message of of('Cluster')) {
    const target = readCluster(message, served, clusterDomain)
    if (target !== undefined) clusters.set(message.text('name') ?? '', target)
  }
  const listeners = of('Listener').map(readListener)
  const configurations = new Map(of('RouteConfiguration').map((message) => [message.text('name') ?? '', message]))
  return {
    listeners,
    rulesOf: ({ routes, cors }) => {
      const configuration = typeof routes === 'string' ? configurations.get(routes) : routes
      return configuration === undefined ? undefined : readRouteConfiguration(configuration, clusters, cors)
    },
  }
}
