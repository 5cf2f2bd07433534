import { canonical } from '../../model/canonical.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import type { ExternalHost, PortProtocol, Service, ServicePort } from '../../model/service.ts'
import type { Workload } from '../../model/workload.ts'
import { policiesAtAbsentGateway } from '../../resolve/attach/gateway-policies.ts'
import { servicesForHost } from '../../resolve/hosts.ts'
import type { ChainRule, RoutesAt } from '../../resolve/routes/chain-rule.ts'
import { type Destination, destinationsOf } from '../../resolve/routes/destination-host.ts'
import { listensOn, serverFor } from '../../resolve/routes/gateway-hosts.ts'
import { authoritiesOf } from '../../resolve/routes/host-names.ts'
import { requestMutations, settingsOf } from '../../resolve/routes/route-action.ts'
import { gatewayRoutes, sidecarRoutes, waypointRoutes } from '../../resolve/routes/route-chain.ts'
import { type EgressDecision, egressFor, headlessServices, podEgressFor, strangeEgressFor } from '../../resolve/routes/sidecar-scope.ts'
import { type MatchingStreamRule, type StreamPoint, streamRules } from '../../resolve/routes/stream-rules.ts'
import {
  boundWaypoint,
  findService,
  findWorkload,
  gatewayWaypointOf,
  ingressUsesWaypoint,
  isHttp,
  waypointOf,
  withCanary,
} from '../../resolve/topology.ts'
import type { Truth } from '../../resolve/truth.ts'
import { subsetsIn } from '../parts/routing-namespaces.ts'
import { answerText, hostNotFound, notFound, redirectedToHttps, withPreflights } from './answer.ts'
import { arrivalAt, arrivalsAt, straightTo } from './arrivals.ts'
import type { Asked } from './asked.ts'
import { conditionOf } from './atom.ts'
import { attributes } from './attribute.ts'
import { plaintext, type TlsGroup, tlsGroups, withoutRules } from './client-connection.ts'
import { always, any, type Condition, choice, text, version } from './condition.ts'
import { barred, denied, guarded, type Plan, unreachable, withSettings, writtenTo } from './plan.ts'
import { noToken } from './token.ts'
import type { SeenRequest } from './view.ts'
import { seenAtWaypoint, waypointAllows, waypointWrites } from './waypoint.ts'

/** Follows requests through the mesh, point by point, without knowing more of them than their kind of client and their address. */
export function planOf(asked: Asked): Plan {
  const { mesh, address } = asked
  switch (address.kind) {
    case 'service': {
      const service = findService(mesh, address.namespace, address.name)
      if (service === undefined) return { kind: 'unknown', needs: `the Service ${address.namespace}/${address.name}` }
      const port = service.ports.find((candidate) => candidate.port === address.port)
      return port === undefined ? unreachable : toService(asked, service, port)
    }
    case 'pod': {
      const pod = findWorkload(mesh, address.namespace, address.workload)
      if (pod === undefined) return { kind: 'unknown', needs: `the workload ${address.namespace}/${address.workload}` }
      return toPod(asked, pod, address.port)
    }
    case 'host':
      return asked.gateway === undefined
        ? toHost(asked, address.host, address.port)
        : byGateway(asked, asked.gateway, address.host, address.port)
  }
}

function toService(asked: Asked, service: Service, port: ServicePort): Plan {
  const { mesh, proxy } = asked
  const destination: Destination =
    service.externalName === undefined
      ? { kind: 'service', service, port, subset: {} }
      : { kind: 'external', host: service.externalName, port: port.port }
  const addressed: Addressed = { destination, host: service.host, port: port.port, protocol: port.protocol, declaredIn: service.namespace }
  if (proxy === 'sidecar') return byClientSidecar(asked, addressed)
  const waypoint = waypointOf(mesh, service)
  const takesIt = proxy === 'ztunnel' || (proxy === 'gateway' && ingressUsesWaypoint(mesh, service))
  return waypoint !== undefined && takesIt ? byWaypoint(asked, waypoint, service, addressed) : straightTo(asked, destination)
}

/** Where requests go by default, and under which name they were addressed. */
interface Addressed {
  readonly destination: Destination
  readonly host: string
  readonly port: number
  readonly protocol: PortProtocol
  /** The namespace that declares the host; undefined when nobody does. */
  readonly declaredIn: string | undefined
}

/** Through the waypoint that the target is bound to, or a canary of it. */
function byWaypoint(asked: Asked, primary: Waypoint, target: Service | ExternalHost, addressed: Addressed): Plan {
  const parts = withCanary(asked.mesh, target, primary).map(({ waypoint, share }) => ({
    plan: throughWaypoint(asked, waypoint, target, addressed),
    share,
  }))
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only.plan : { kind: 'split', settings: [], parts, alternatives: true }
}

function throughWaypoint(asked: Asked, waypoint: Waypoint, target: Service | ExternalHost, addressed: Addressed): Plan {
  const { mesh, protocol } = asked
  const port = { port: addressed.port, protocol: addressed.protocol }
  const seen = seenAtWaypoint(mesh, waypoint, target, port, protocol, asked.mutations)
  const hosts = 'resolution' in target ? target.hosts : [target.host]
  const plan = routed(asked, waypointRoutes(mesh, waypoint, target, addressed.port), seen, addressed, { at: 'waypoint', hosts }, waypoint)
  const written = writtenTo(plan, waypointWrites(mesh, waypoint, target, port, protocol))
  return guarded(waypointAllows(mesh, waypoint, target, port, protocol, asked.mutations), written)
}

/** The client's own proxy chooses the route. Clients of different namespaces may have different ones: a plan for each set of routes. */
function byClientSidecar(asked: Asked, addressed: Addressed): Plan {
  const { mesh, protocol } = asked
  const seen: SeenRequest = {
    point: 'client sidecar',
    identity: 'client',
    peer: 'client',
    origin: 'client',
    port: addressed.port,
    clientIs: 'itself',
    ...(protocol === 'http' && isHttp(addressed.protocol, 'http') ? { http: { mutations: [], token: noToken } } : {}),
  }
  return byNamespace(asked, (namespace) => {
    const named = namedIn(asked, addressed, namespace)
    const client = { namespace, labels: asked.labels }
    const egress = egressFor(mesh, client, { name: named.host, namespace: named.declaredIn })
    const { allowed, known } = egress
    const routes = sidecarRoutes(mesh, client, named.host, named.port)
    const stream: StreamPoint = { at: 'sidecar', ...client }
    const past = (): Plan => straightTo(asked, addressed.destination, undefined, plaintext)
    const through = (): Plan => routed(asked, routes, seen, named, stream, undefined)
    const has = addressed.declaredIn === undefined || routes.kind !== 'default' ? true : known
    const byHost = seen.http !== undefined && addressed.protocol !== 'auto' && asked.called === undefined && asked.identified !== true
    const strange = strangeEgressFor(mesh, client)
    const stranger = byHost ? strange.allowed : true
    const counts = namespaceCounts(routes, seen) || (byHost && namespace === addressed.declaredIn)
    return {
      key: `${doubtIn(egress)} ${has} ${byHost ? doubtIn(strange) : true} ${routesKey(routes)}${counts ? ` ${namespace}` : ''}`,
      plan: () => {
        const own = leaving(allowed, () => clustered(has, through, past, egress.each), egress.each)
        if (!byHost) return own
        const when = text(attributes.authority, { kind: 'regex', pattern: authoritiesOf(mesh, addressed.host, namespace) })
        return { kind: 'if', when, yes: own, no: leaving(stranger, past, strange.each) }
      },
    }
  })
}

/** Through the cluster that the client's sidecar has for a destination, or past it, through PassthroughCluster. */
function clustered(known: Truth, through: () => Plan, past: () => Plan, about: string): Plan {
  if (known === 'unknown') return { kind: 'unknown', needs: 'which Sidecar the client has', among: [through(), past()], about }
  return known ? through() : past()
}

/** A plan for each set of namespaces whose clients are treated alike: those of one key. */
function byNamespace(asked: Asked, of: (namespace: string) => { readonly key: string; readonly plan: () => Plan }): Plan {
  const variants = new Map<string, { plan: () => Plan; namespaces: string[] }>()
  const variantOf = (namespace: string) => {
    const { key, plan } = of(namespace)
    const variant = variants.get(key) ?? { plan, namespaces: [] }
    variants.set(key, variant)
    return variant
  }
  const elsewhere = variantOf(unnamedNamespace)
  for (const namespace of asked.clientNamespaces) variantOf(namespace).namespaces.push(namespace)
  let plan = elsewhere.plan()
  for (const variant of variants.values()) {
    if (variant === elsewhere) continue
    const when = any(variant.namespaces.map((value) => text(attributes.clientNamespace, { kind: 'exact', value })))
    plan = { kind: 'if', when, yes: variant.plan(), no: plan }
  }
  return plan
}

/** Clients of whom something is unknown are treated alike where the same is unknown of them. */
function doubtIn({ allowed, known, each }: EgressDecision): string {
  return allowed === 'unknown' || known === 'unknown' ? each : String(allowed)
}

/** What the client's own sidecar may not let out. `about`: what the Sidecars that may be the client's say. */
function leaving(allowed: Truth, plan: () => Plan, about: string): Plan {
  if (allowed === 'unknown') return { kind: 'unknown', needs: 'which Sidecar the client has', among: [plan()], about }
  return allowed ? plan() : denied
}

/** Sidecars go by the name that a request gives where their routes know it. */
function namedIn({ mesh, called, labels }: Asked, addressed: Addressed, namespace: string): Addressed {
  if (called === undefined || sidecarRoutes(mesh, { namespace, labels }, called, addressed.port).kind === 'default') return addressed
  return { ...addressed, host: called }
}

/** No cluster has a namespace of this name. */
const unnamedNamespace = ''

function routesKey(routes: RoutesAt): string {
  if (routes.kind === 'undetermined') return `undetermined ${routes.why} ${routes.about ?? ''} (${routes.among.map(routesKey).join('; ')})`
  const tables = (routes.tables ?? []).map(({ place }) => `${place.object.file} ${place.object.document} ${place.object.item ?? ''}`)
  return `${routes.kind} ${tables.join(' ')}`
}

/** Subsets are looked up for the client's namespace, and rules for bytes may be for one namespace only. */
function namespaceCounts(routes: RoutesAt, seen: SeenRequest): boolean {
  if (routes.kind === 'undetermined') return false
  if (seen.http === undefined) return (routes.tables ?? []).length > 0
  return routes.kind === 'chain' && routes.rules.some(({ rule }) => subsetsIn(rule))
}

function routed(
  asked: Asked,
  routes: RoutesAt,
  seen: SeenRequest,
  addressed: Addressed,
  stream: StreamPoint,
  waypoint: Waypoint | undefined,
): Plan {
  if (routes.kind === 'undetermined') {
    const each = routes.among.map((one) => routed(asked, one, seen, addressed, stream, waypoint))
    const among = [straightTo(asked, addressed.destination, waypoint), ...each]
    return { kind: 'unknown', needs: routes.why, among, ...(routes.about === undefined ? {} : { about: routes.about }) }
  }
  if (seen.http === undefined) return streamed(asked, routes.tables ?? [], addressed, stream, waypoint)
  const straight = straightTo(asked, addressed.destination, waypoint)
  if (routes.kind === 'default') return straight
  // A proxy whose client meets no rule's condition has no route at all.
  const built = any(routes.rules.map(({ client }) => conditionOf(client, seen)))
  let plan: Plan = built.kind === 'all' && built.of.length === 0 ? notFound : { kind: 'if', when: built, yes: notFound, no: straight }
  for (const rule of [...routes.rules].reverse()) {
    const yes = withPreflights(asked.mesh, rule, seen, followed(asked, rule, addressed, waypoint))
    const when = conditionOf(rule.predicate, seen)
    plan = when.kind === 'all' && when.of.length === 0 ? yes : { kind: 'if', when, yes, no: plan }
  }
  return plan
}

function followed(asked: Asked, rule: ChainRule, addressed: Addressed, waypoint: Waypoint | undefined): Plan {
  const { mesh } = asked
  const answer = answerText(rule, addressed.port)
  if (answer !== undefined) return { kind: 'answered', answer }
  const arrivals = destinationsOf(mesh, rule, addressed).flatMap(({ destination, share, backend }) =>
    arrivalsAt(asked, destination, share, requestMutations(rule, backend), waypoint),
  )
  return { kind: 'sent', settings: [settingsOf(mesh, rule)], arrivals }
}

/** Connections without HTTP: TLS and TCP rules choose. */
function streamed(
  asked: Asked,
  tables: readonly RouteTable[],
  addressed: Addressed,
  point: StreamPoint,
  waypoint: Waypoint | undefined,
): Plan {
  const found = streamRules(tables, addressed.port, asked.serverName, point)
  const [first] = found
  const straight = straightTo(asked, addressed.destination, waypoint)
  if (first === undefined) return straight
  if (first.truth === true) return streamedBy(asked, first, addressed, waypoint)
  const each = found.map((one) => streamedBy(asked, one, addressed, waypoint))
  return { kind: 'unknown', needs: 'the addresses or labels of the client', among: [straight, ...each], about: streamDoubt(found) }
}

/** What rules for bytes ask of a client that is not in a request, by value: labels and addresses. */
function streamDoubt(found: readonly MatchingStreamRule[]): string {
  return canonical(found.map(({ rule, truth }) => (truth === true ? [] : rule.matches)))
}

function streamedBy(asked: Asked, { table, rule }: MatchingStreamRule, addressed: Addressed, waypoint: Waypoint | undefined): Plan {
  const chained: ChainRule = {
    table,
    rule: { matches: [], action: { kind: 'forward', backends: rule.backends, mirrors: [] }, place: rule.place },
    match: undefined,
    predicate: { kind: 'all', of: [] },
    client: { kind: 'all', of: [] },
  }
  const arrivals = destinationsOf(asked.mesh, chained, addressed).flatMap(({ destination, share }) =>
    arrivalsAt(asked, destination, share, [], waypoint),
  )
  return { kind: 'sent', settings: [], arrivals }
}

/** Pod addresses have no routes; a waypoint for workloads may be on the way of clients that ztunnel captures. */
function toPod(asked: Asked, pod: Workload, port: number): Plan {
  const { mesh, proxy, protocol } = asked
  const waypoint = proxy === 'ztunnel' && pod.dataPlane === 'ambient' ? boundWaypoint(mesh, pod, 'workload') : undefined
  const sent = (groups?: readonly TlsGroup[]): Plan => ({
    kind: 'sent',
    settings: [],
    arrivals: [arrivalAt(asked, pod, port, 1, [], waypoint, groups)],
  })
  if (proxy === 'sidecar') {
    // Sidecars have a cluster for pods of headless Services only.
    const [headless] = headlessServices(mesh, pod, port)
    return byNamespace(asked, (namespace) => {
      const egress = podEgressFor(mesh, { namespace, labels: asked.labels }, pod, port)
      const { allowed, known, each } = egress
      const through = (): Plan => sent(headless === undefined ? plaintext : tlsGroups(asked, headless, port))
      return {
        key: `${doubtIn(egress)} ${known}`,
        plan: () => {
          const past = (): Plan => sent(asked.identified === true ? withoutRules : plaintext)
          return leaving(allowed, () => clustered(known, through, past, each), each)
        },
      }
    })
  }
  const plan = sent()
  if (waypoint === undefined) return plan
  const own = { port, protocol: 'auto' } as const
  const written = writtenTo(plan, waypointWrites(mesh, waypoint, undefined, own, protocol))
  return guarded(waypointAllows(mesh, waypoint, undefined, own, protocol), written)
}

function toHost(asked: Asked, host: string, port: number): Plan {
  const { mesh, proxy } = asked
  const [owner] = servicesForHost(mesh, host, '')
  if (owner !== undefined && !('resolution' in owner)) {
    const own = owner.ports.find((candidate) => candidate.port === port)
    return own === undefined ? unreachable : toService(asked, owner, own)
  }
  const declared = owner?.ports.find((candidate) => candidate.port === port)
  if (owner !== undefined && declared === undefined) return unreachable
  const destination: Destination = { kind: 'external', host, port, ...(owner === undefined ? {} : { owner }) }
  const addressed: Addressed = { destination, host, port, protocol: declared?.protocol ?? 'auto', declaredIn: owner?.namespace }
  if (proxy === 'sidecar') return byClientSidecar(asked, addressed)
  const takesIt = proxy === 'ztunnel' || (proxy === 'gateway' && owner?.ingressUsesWaypoint === true)
  const waypoint = owner === undefined || !takesIt ? undefined : boundWaypoint(mesh, owner, 'service')
  return waypoint === undefined || owner === undefined ? straightTo(asked, destination) : byWaypoint(asked, waypoint, owner, addressed)
}

/** Requests from outside: the gateway's own routes choose, and each destination gets them as requests of the gateway. */
function byGateway(asked: Asked, gateway: string, host: string, port: number): Plan {
  if (!listensOn(asked.mesh, gateway, port)) return unreachable
  const server = serverFor(asked.mesh, gateway, host, port)
  const plan = server?.redirectsToHttps === true ? redirectedToHttps : byGatewayRoutes(asked, gateway, host, port)
  return server?.wantsCertificate === true ? guarded(choice(attributes.certificate, 'shown'), plan, barred) : plan
}

function byGatewayRoutes(asked: Asked, gateway: string, host: string, port: number): Plan {
  const routes = gatewayRoutes(asked.mesh, gateway, host, port)
  if (routes.kind === 'undetermined') {
    const each = routes.among.map((one) => throughGateway(asked, one, gateway, host, port))
    return { kind: 'unknown', needs: routes.why, among: each }
  }
  return throughGateway(asked, routes, gateway, host, port)
}

function throughGateway(asked: Asked, routes: RoutesAt, gateway: string, host: string, port: number): Plan {
  if (routes.kind === 'undetermined') return { kind: 'unknown', needs: routes.why }
  if (asked.protocol !== 'http') return { kind: 'unknown', needs: 'what the gateway does with TCP' }
  if (routes.kind === 'default') return (routes.tables ?? []).length > 0 ? notFound : hostNotFound
  const seen: SeenRequest = {
    point: `gateway ${gateway}`,
    identity: 'none',
    peer: 'client',
    origin: 'client',
    port,
    clientIs: 'unknown',
    http: { mutations: [], token: noToken },
  }
  let plan: Plan = notFound
  for (const rule of [...routes.rules].reverse())
    plan = {
      kind: 'if',
      when: conditionOf(rule.predicate, seen),
      yes: withPreflights(asked.mesh, rule, seen, fromGateway(asked, rule, host, port)),
      no: plan,
    }
  return guarded(gatewayAllows(asked.mesh, gateway), plan)
}

/** What policies a gateway's own pods enforce is not followed, only that they are others. */
function gatewayAllows(mesh: Mesh, gateway: string): Condition {
  const policies = policiesAtAbsentGateway(mesh, gateway)
  if (policies === undefined) return always
  return version(`policies of gateway ${gateway}`, policies, `what the pods of gateway ${gateway} enforce, which the input does not have`)
}

function fromGateway(asked: Asked, rule: ChainRule, host: string, port: number): Plan {
  const answer = answerText(rule, port)
  if (answer !== undefined) return { kind: 'answered', answer }
  const settings = [settingsOf(asked.mesh, rule)]
  const plans = destinationsOf(asked.mesh, rule, { host, port }).map(({ destination, share, backend }): { plan: Plan; share: number } => {
    const mutations = requestMutations(rule, backend)
    const inside: Asked = { ...asked, mutations }
    const whole =
      destination.kind === 'service' &&
      (Object.keys(destination.subset).length === 0 || gatewayWaypointOf(asked.mesh, destination.service) !== undefined)
    return { plan: whole ? toService(inside, destination.service, destination.port) : straightTo(inside, destination), share }
  })
  const [only] = plans
  if (only !== undefined && plans.length === 1) return withSettings(only.plan, settings)
  return { kind: 'split', settings, parts: plans }
}
