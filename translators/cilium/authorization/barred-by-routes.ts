import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import { mayName } from '../../../src/model/identity-names.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { conjuncts, type IdentityMatch, type Predicate } from '../../../src/model/predicate.ts'
import type { Service } from '../../../src/model/service.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import type { ChainRule, RoutesAt } from '../../../src/resolve/routes/chain-rule.ts'
import { routeTargetsOf } from '../../../src/resolve/routes/destination-host.ts'
import { errorRouteFor } from '../../../src/resolve/routes/error-route.ts'
import { leadsToNoPods } from '../../../src/resolve/routes/no-pods-route.ts'
import { sidecarRoutes } from '../../../src/resolve/routes/route-chain.ts'
import { matchesGlob } from '../../../src/resolve/text.ts'
import { rulesOfService } from '../routes/destination-rules.ts'
import { attachmentsMayOverlap } from './overlap.ts'

interface Barrier {
  readonly place: Place
  /** Completes "because …". */
  readonly what: string
}

/**
 * Routes that keep clients from the pods of a Service under its name, as long as the pods' own addresses are closed to them: a sidecar has no identity there
 * (PassthroughCluster). Cilium knows the client by its labels, and applies routes to the virtual IP only. Example: VirtualService `shop/cart` has routes for `/api` only.
 */
export function barredByRoutes(
  mesh: Mesh,
  services: readonly Service[],
  named: (namespace: string) => boolean,
  at: Place,
): readonly Diagnostic[] {
  const clients = mesh.namespaces.filter(({ name, dataPlane }) => mayHaveSidecars(dataPlane) && named(name))
  return clients.flatMap(({ name: namespace }) => {
    for (const service of services) {
      const barrier = barrierFor(mesh, namespace, service)
      if (barrier === undefined) continue
      const params = { namespace, service: service.name, what: barrier.what }
      return [diagnose(catalogue.ciliumBarredByRoutes, at, params, { related: [{ place: barrier.place, message: 'this is why' }] })]
    }
    return []
  })
}

function barrierFor(mesh: Mesh, namespace: string, service: Service): Barrier | undefined {
  const error = errorRouteFor(mesh, namespace, service)
  if (error !== undefined) return { place: error, what: `\`${objectText(error.object)}\` answers some requests with an error` }
  const { host } = service
  for (const { port } of service.ports) {
    const found = barrierIn(mesh, namespace, sidecarRoutes(mesh, { namespace }, host, port), { service, port })
    if (found !== undefined) return found
  }
  return undefined
}

interface Addressed {
  readonly service: Service
  readonly port: number
}

/** Where a Sidecar of some pods hides routes, their other pods follow others: nothing is in the way if none of these is. */
function barrierIn(mesh: Mesh, namespace: string, routes: RoutesAt, { service, port }: Addressed): Barrier | undefined {
  if (routes.kind === 'default') return undefined
  if (routes.kind === 'undetermined')
    return routes.among.map((one) => barrierIn(mesh, namespace, one, { service, port })).find((barrier) => barrier !== undefined)
  const rival = subsetInDoubt(mesh, routes.rules)
  if (rival !== undefined) return { place: rival, what: 'the input does not say which DestinationRule has the subsets of a route' }
  const about = routes.rules.find(({ client }) => conjuncts(client).length > 0)
  if (about !== undefined) return { place: about.rule.place, what: 'a route is for some clients only' }
  const { host } = service
  const deserted = routes.rules.find((rule) => leadsToNoPods(mesh, rule, { host, port }))
  if (deserted !== undefined) return { place: deserted.rule.place, what: 'a route leads to pods that the input does not have' }
  for (const rule of routes.rules)
    for (const { destination, backend } of routeTargetsOf(mesh, rule, { host, port })) {
      if (destination.kind !== 'service' || (destination.service === service && destination.port.port === port)) continue
      const refusing = mesh.authorization.find((policy) => governs(policy, destination.service) && mayRefuse(policy, namespace))
      if (refusing === undefined) continue
      const what = `routes lead to \`${destination.service.name}\`, where \`${objectText(refusing.place.object)}\` may refuse them`
      return { place: backend.place, what }
    }
  return undefined
}

/** A route to a subset of a host that several DestinationRules speak of. */
function subsetInDoubt(mesh: Mesh, rules: readonly ChainRule[]): Place | undefined {
  const toSubsets = rules.flatMap(({ rule, table }) =>
    rule.action.backends.flatMap((backend) => (backend.subset === undefined ? [] : [{ backend, table }])),
  )
  return toSubsets.find(({ backend, table }) => {
    const service = serviceOfHost(mesh, backend.host, table.namespace)
    return service !== undefined && rulesOfService(service, mesh).length > 1
  })?.backend.place
}

function governs({ attachment, effect, dryRun }: AuthorizationPolicy, { namespace, selector = {}, place }: Service): boolean {
  return effect !== 'audit' && !dryRun && attachmentsMayOverlap(attachment, { scope: 'workloads', namespace, labels: selector, place })
}

function mayRefuse({ effect, rules }: AuthorizationPolicy, namespace: string): boolean {
  return effect === 'allow'
    ? !rules.some((rule) => holdsForAll(rulePredicate(rule), namespace))
    : rules.some((rule) => mayHold(rulePredicate(rule), namespace))
}

/** Whether a condition may hold for some request of some pod of a namespace. */
function mayHold(predicate: Predicate, namespace: string): boolean {
  if (predicate.kind === 'all') return predicate.of.every((part) => mayHold(part, namespace))
  if (predicate.kind === 'any') return predicate.of.some((part) => mayHold(part, namespace))
  return predicate.kind !== 'identity' || mayName(predicate.match, namespace)
}

/** Whether a condition holds for every request of every pod of a namespace. */
function holdsForAll(predicate: Predicate, namespace: string): boolean {
  if (predicate.kind === 'all') return predicate.of.every((part) => holdsForAll(part, namespace))
  if (predicate.kind === 'any') return predicate.of.some((part) => holdsForAll(part, namespace))
  return predicate.kind === 'identity' && (predicate.match.by === 'any' || isNamespace(predicate.match, namespace))
}

function isNamespace(match: IdentityMatch, namespace: string): boolean {
  return match.by === 'namespace' && match.pattern === undefined && matchesGlob(match.glob, namespace)
}
