import { type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import { atomsOf, type Predicate } from '../../../src/model/predicate.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
import { namedIn, type PortRoutes } from './port-routes.ts'

/** A table whose routes are written, by the ports of Services. */
export interface RoutedTable {
  readonly table: RouteTable
  readonly ports: readonly PortRoutes[]
}

/**
 * Tables that would lead clients on sidecars to other pods, or by a new Service of a subset, where a policy that stays refuses them by identity. Under an unknown Host a sidecar
 * sends plaintext (PassthroughCluster) to the virtual IP, and the proxy of the node routes it on: without identity, which a DENY of `principals` does not match.
 */
export function ledToStanding(
  written: readonly RoutedTable[],
  standing: readonly AuthorizationPolicy[],
): ReadonlyMap<RouteTable, AuthorizationPolicy> {
  const passing = standing.filter(passesWithoutIdentity)
  return new Map(
    written.flatMap(({ table, ports }): [RouteTable, AuthorizationPolicy][] => {
      const policy = passing.find((one) => ports.some((routes) => leadsTo(routes, one)))
      return policy === undefined ? [] : [[table, policy]]
    }),
  )
}

function leadsTo({ service, port, rules, backendOf }: PortRoutes, { attachment }: AuthorizationPolicy): boolean {
  return namedIn(rules).some((one) => {
    const named = backendOf(one)
    if (failed(named)) return false
    const { destination } = named.value
    if (destination.service === service && destination.port === port && destination.subset === undefined) return false
    const { namespace, selector: labels = {}, place } = destination.service
    return attachmentsMayOverlap(attachment, { scope: 'workloads', namespace, labels, place })
  })
}

/** A denial of identities, or an ALLOW of all but some: neither refuses who has none. */
function passesWithoutIdentity({ effect, rules }: AuthorizationPolicy): boolean {
  const predicates = rules.map(rulePredicate)
  return effect === 'deny' ? predicates.some(namesIdentities) : effect === 'allow' && predicates.some(excludesIdentities)
}

function namesIdentities(predicate: Predicate): boolean {
  return [...atomsOf(predicate)].some(({ kind }) => kind === 'identity')
}

function excludesIdentities(predicate: Predicate): boolean {
  if (predicate.kind === 'all' || predicate.kind === 'any') return predicate.of.some(excludesIdentities)
  return predicate.kind === 'not' && namesIdentities(predicate.of)
}
