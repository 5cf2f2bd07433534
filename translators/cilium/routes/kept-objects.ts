import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { delegatesTo } from './routed-services.ts'
import type { RoutesResult } from './translate.ts'

/**
 * VirtualServices and DestinationRules that are translated stay as long as a sidecar or a gateway may follow them: a sidecar sends requests to pods that it chooses itself, and never
 * meets the routes of the ClusterIP. Namespaces that the input does not have may have sidecars, so that only the user knows which one is the last.
 */
export function keptObjects({ translated }: RoutesResult, { routes }: Mesh): readonly Diagnostic[] {
  const { tables, policies } = translated
  const delegates = routes.filter((table) => tables.some((user) => delegatesTo(user, table)))
  return [...tables, ...delegates, ...policies].map(({ place }) =>
    diagnose(catalogue.ciliumRoutesKept, place.field('spec'), { object: objectText(place.object) }),
  )
}
