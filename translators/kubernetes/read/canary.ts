import type { CanarySpec } from '../../../src/crd/core/canary.ts'
import type { KindReader } from '../../../src/model/dialect.ts'

/**
 * Reads Flagger's Canary: with Istio as its provider the controller writes a VirtualService named after the Service (which has the
 * target's name unless it says otherwise; for the mesh unless it names other gateways) and a DestinationRule for each of `-primary` and `-canary` (flagger:pkg/router/istio.go). Without a
 * provider of its own the installation decides, so that what has those names is its.
 */
export const canaryReader: KindReader = {
  group: 'flagger.app',
  kind: 'Canary',
  phase: 'objects',
  read(object, _context, into) {
    const { targetRef, service, provider } = (object.value.spec ?? {}) as CanarySpec
    const apex = service?.name || targetRef?.name
    if (apex === undefined || (provider !== undefined && provider !== '' && provider !== 'istio')) return true
    const { name, namespace } = object.ref
    const backendPolicies = [`${apex}-primary`, `${apex}-canary`]
    const gateways = service?.gateways ?? []
    const mesh = gateways.length === 0 || gateways.includes('mesh')
    into.routeControllers.push({ kind: 'Canary', name, namespace, routes: [apex], backendPolicies, mesh, place: object.place })
    return true
  },
}
