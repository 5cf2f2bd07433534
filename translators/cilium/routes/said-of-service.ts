import type { Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { servicesForHost } from '../../../src/resolve/hosts.ts'
import { saysOnlyTls } from './only-tls.ts'
import { tablesOfHost } from './routed-services.ts'

/** A route for a Service, where the input has one. */
export function routeFor({ host }: Service, mesh: Mesh): Place | undefined {
  return tablesOfHost(host, mesh)[0]?.place
}

/** A DestinationRule that says more of connections to a Service than whether they are encrypted. */
export function settingsFor(service: Service, mesh: Mesh): Place | undefined {
  return mesh.backendPolicies.find(
    (one) => !saysOnlyTls(one) && one.fillsIn === undefined && servicesForHost(mesh, one.host, one.namespace).includes(service),
  )?.place
}
