import { type Atom, atomsOf } from '../../../src/model/predicate.ts'
import type { HttpRule, RouteTable } from '../../../src/model/route.ts'
import type { Obstacle } from '../../gateway-api/write/obstacle.ts'

/** What no form of routes can say: only the sidecar of a client knows who the client is. */
export const clientCondition = 'a condition on the client'

/** The longest body of a direct response that a waypoint's route configuration takes, in bytes. */
const maximalBody = 4096

/**
 * What keeps a waypoint from evaluating a VirtualService as sidecars do, for a table that is alone in speaking of its hosts
 * (istio:pilot/pkg/networking/core/listener_waypoint.go). Delegates are none: istiod merges them with their root before any proxy gets the
 * routes (istio:pilot/pkg/model/virtualservice.go mergeVirtualServicesIfNeeded), so root and delegates stay together.
 */
export function obstaclesAtWaypoint(table: RouteTable): Obstacle[] {
  return [...table.http.flatMap(ofRule), ...streamObstacles(table)]
}

function ofRule(rule: HttpRule): Obstacle[] {
  const atoms = rule.matches.flatMap((match) => [...atomsOf(match.predicate)])
  const conditions = atoms.flatMap((atom): Obstacle[] => {
    const what = conditionObstacle(atom)
    return what === undefined ? [] : [{ place: atom.place, what }]
  })
  const unevaluated = rule.matches.flatMap((match) =>
    (match.unevaluated ?? []).map(({ place }) => ({
      place,
      what: 'a condition on the client that a waypoint drops together with its match',
    })),
  )
  const { response } = rule.action
  const body = response?.body
  const size =
    body === undefined ? 0 : 'text' in body ? new TextEncoder().encode(body.text).length : Math.ceil((body.base64.length * 3) / 4)
  const large =
    response === undefined || size <= maximalBody ? [] : [{ place: response.place, what: `a body of more than ${maximalBody} bytes` }]
  return [...conditions, ...unevaluated, ...large]
}

function conditionObstacle(atom: Atom): string | undefined {
  switch (atom.kind) {
    case 'scheme':
      return 'a condition on the scheme, which a waypoint may see differently'
    case 'token-claim':
      return 'a condition on a token claim, which the sidecar of a client never meets'
    case 'client-labels':
    case 'client-namespace':
      return clientCondition
    case 'identity':
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
    case 'destination-port':
    case 'sni':
    case 'metadata':
    case 'method':
    case 'path':
    case 'authority':
    case 'header':
    case 'query':
    case 'token-principal':
      return undefined
  }
}

function streamObstacles(table: RouteTable): Obstacle[] {
  return [...table.tls, ...table.tcp].flatMap((rule) =>
    rule.matches.flatMap((match): Obstacle[] => [
      ...(match.destinationSubnets.length + match.sourceSubnets.length > 0
        ? [{ place: match.place, what: 'a condition on addresses, which a waypoint does not evaluate' }]
        : []),
      ...(match.clientLabels !== undefined || match.clientNamespace !== undefined ? [{ place: match.place, what: clientCondition }] : []),
    ]),
  )
}

/** TLS matches that a waypoint understands: one server name, and it is the Service's own. */
export function foreignNames(table: RouteTable, host: string): Obstacle[] {
  return table.tls.flatMap((rule) =>
    rule.matches.flatMap((match) =>
      match.sniHosts.length === 1 && match.sniHosts[0] === host
        ? []
        : [{ place: match.place.field('sniHosts'), what: 'server names other than the name of the Service' }],
    ),
  )
}
