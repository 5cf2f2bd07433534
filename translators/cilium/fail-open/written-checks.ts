import type { RequestAuthentication, TokenIssuer } from '../../../src/model/authentication.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { NodeRoutes } from '../../../src/model/node-routes.ts'
import type { RateLimit } from '../../../src/model/rate-limit.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { keyOfAuthorizer } from '../../../src/resolve/external-authorizer.ts'
import { readsHttp } from '../routes/port-routes.ts'
import { plannedConfig } from '../routes/route-names.ts'
import type { AskedRequests } from './authorizer-filters.ts'
import { envoyPermission } from './permission.ts'
import { tokensInOrder } from './token-check.ts'

/** The same for the tokens of a RequestAuthentication. */
export function areChecksWritten({ issuers }: RequestAuthentication, service: Service, { nodeRoutes }: Mesh): boolean {
  const asked = canonical(tokensInOrder(issuers).map(sayingOf))
  return isWrittenFor(service, nodeRoutes, ({ issuers: checked = [], authorizers = [], limits = [] }) => {
    return authorizers.length + limits.length === 0 && canonical(checked.map(sayingOf)) === asked
  })
}

/** The same for an authorizer. */
export function areAuthorizersWritten(
  { authorizer, rules }: AskedRequests,
  service: Service,
  innerPort: (port: ServicePort) => number,
  { nodeRoutes }: Mesh,
): boolean {
  return isWrittenFor(service, nodeRoutes, ({ issuers = [], authorizers = [], limits = [] }, port) => {
    const said = (asked: AskedRequests['rules'] | NonNullable<NodeRoutes['authorizers']>[number]['rules']) =>
      canonical(asked.map(({ matches }) => envoyPermission(matches, innerPort(port))))
    const [only, ...others] = authorizers
    return (
      issuers.length + limits.length === 0 &&
      only !== undefined &&
      others.length === 0 &&
      keyOfAuthorizer(only.authorizer) === keyOfAuthorizer(authorizer) &&
      said(only.rules) === said(rules)
    )
  })
}

/** The same for limits, where a port has some. */
export function areLimitsWritten(limitsOf: (port: ServicePort) => readonly RateLimit[], service: Service, { nodeRoutes }: Mesh): boolean {
  return isWrittenFor(
    { ...service, ports: service.ports.filter((port) => readsHttp(port) && limitsOf(port).length > 0) },
    nodeRoutes,
    ({ issuers = [], authorizers = [], limits = [] }, port) =>
      issuers.length + authorizers.length === 0 && canonical(limits) === canonical(limitsOf(port)),
  )
}

/**
 * Whether an earlier conversion has written the checks of a Service: each of its HTTP ports has a config with the name that it would get, and that says the same.
 * Pods have lost their sidecars then.
 */
function isWrittenFor(
  service: Service,
  nodeRoutes: readonly NodeRoutes[],
  says: (routes: NodeRoutes, port: ServicePort) => boolean,
): boolean {
  return service.ports
    .filter(readsHttp)
    .every((port) =>
      nodeRoutes.some(
        (routes) =>
          `CiliumEnvoyConfig ${routes.namespace}/${routes.name}` === plannedConfig({ service, port }) &&
          routes.unmodelled.length === 0 &&
          says(routes, port) &&
          routes.bindings.some((binding) => binding.to === 'service' && binding.target.name === service.name && binding.port === port.port),
      ),
    )
}

/** What the filter has of an issuer. */
function sayingOf({ issuer, audiences, keys, locations, forwardToken }: TokenIssuer) {
  return { issuer, audiences, keys, locations, forwardToken }
}
