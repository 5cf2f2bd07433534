import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { type ObjectRef, objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { delegatesTo } from './routed-services.ts'
import type { RoutesResult } from './translate.ts'

/**
 * VirtualServices and DestinationRules that are translated stay as long as a sidecar or a gateway may follow them: a sidecar sends requests to pods that it chooses itself, and never
 * meets the routes of the ClusterIP. Namespaces that the input does not have may have sidecars, so that only the user knows which one is the last.
 */
export function keptObjects({ translated }: RoutesResult, { routes }: Mesh): readonly Diagnostic[] {
  const { tables, policies } = translated
  return [...tables, ...delegatesOf(tables, routes), ...policies].map(({ place }) =>
    diagnose(catalogue.ciliumRoutesKept, place.field('spec'), { object: objectText(place.object) }),
  )
}

/**
 * Those of them that nothing follows once the last sidecar of the cluster is gone. Gateways of Istio go on following VirtualServices that are bound to them, with their
 * delegates, and DestinationRules.
 */
export function onlyForSidecars({ translated }: RoutesResult, { routes, workloads, gateways }: Mesh): readonly ObjectRef[] {
  const atGateways = routes.filter(({ bindings }) => bindings.some(({ to }) => to === 'gateway'))
  const followedByGateways = [...atGateways, ...delegatesOf(atGateways, routes)]
  const hasGateways = workloads.some(({ gateway }) => gateway) || gateways.some(({ api }) => api === 'istio')
  const tables = [...translated.tables, ...delegatesOf(translated.tables, routes)].filter((table) => !followedByGateways.includes(table))
  return [...tables, ...(hasGateways ? [] : translated.policies)].map(({ place }) => place.object)
}

function delegatesOf(users: readonly RouteTable[], routes: readonly RouteTable[]): readonly RouteTable[] {
  return routes.filter((table) => users.some((user) => delegatesTo(user, table)))
}
