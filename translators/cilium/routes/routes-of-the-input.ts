import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'

/**
 * Routes of the Gateway API with a Service parent (GAMMA) that are in the input. Sidecars follow what istiod makes of them, and the proxies of nodes what Cilium's operator
 * does: nothing is written, and it is said. A sidecar that stays meets them as well: it sends a request with a Host that it does not know to the ClusterIP as it is.
 */
export function routesOfTheInput({ routes }: Mesh): readonly Diagnostic[] {
  return routes
    .filter(
      ({ order, bindings }) => order !== 'first-match' && bindings.some((one) => one.to === 'service' && one.target.kind === 'Service'),
    )
    .map(({ place }) => diagnose(catalogue.ciliumRouteOfTheInput, place.field('spec'), { route: objectText(place.object) }))
}
