import type { RequestAuthentication, TokenIssuer } from '../../../src/model/authentication.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { readsHttp } from '../routes/port-routes.ts'
import { plannedConfig } from '../routes/route-names.ts'
import { tokensInOrder } from './token-check.ts'

/**
 * Whether an earlier conversion has written the checks of a Service: each of its HTTP ports has a config with the name that it would get, and with the same issuers.
 * Pods have lost their sidecars then.
 */
export function areChecksWritten({ issuers }: RequestAuthentication, service: Service, { nodeRoutes }: Mesh): boolean {
  const asked = canonical(tokensInOrder(issuers).map(sayingOf))
  return service.ports
    .filter(readsHttp)
    .every((port) =>
      nodeRoutes.some(
        ({ name, namespace, bindings, issuers: checked = [], unmodelled }) =>
          `CiliumEnvoyConfig ${namespace}/${name}` === plannedConfig({ service, port }) &&
          unmodelled.length === 0 &&
          canonical(checked.map(sayingOf)) === asked &&
          bindings.some((binding) => binding.to === 'service' && binding.target.name === service.name && binding.port === port.port),
      ),
    )
}

/** What the filter has of an issuer. */
function sayingOf({ issuer, audiences, keys, locations, forwardToken }: TokenIssuer) {
  return { issuer, audiences, keys, locations, forwardToken }
}
