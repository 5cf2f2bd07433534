import type { Mesh } from '../../model/mesh.ts'
import { atomsOf, type Predicate } from '../../model/predicate.ts'

/**
 * What is taken for granted of paths where requests meet fewer proxies afterwards. Encoded dots before parameters become dots of a segment only
 * for the next proxy: two sidecars normalise them away, one waypoint does not (measured: Envoy 1.40.0). So does `%%341`, which is `%41` for it.
 */
export function pathAssumption(meshes: readonly Mesh[]): string[] {
  if (!meshes.some((mesh) => mesh.settings.pathNormalization !== 'none' && asksForPaths(mesh))) return []
  return [
    'paths have no encoded dots before a `;`, and no `%` before an encoded character, which two sidecars normalise further than one proxy',
  ]
}

function asksForPaths({ authorization, routes }: Mesh): boolean {
  const asks = (predicate: Predicate): boolean => [...atomsOf(predicate)].some(({ kind }) => kind === 'path')
  return (
    authorization.some(({ rules }) => rules.some(({ clauses }) => clauses.some(({ alternatives }) => alternatives.some(asks)))) ||
    routes.some(({ http }) => http.some(({ matches }) => matches.some(({ predicate }) => asks(predicate))))
  )
}
