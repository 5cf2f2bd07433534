import type { Node } from '../../algebra/diagram.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Universe } from '../diagrams/universe.ts'
import type { Part } from '../parts/part.ts'
import { attributes } from '../symbolic/attribute.ts'
import { byName, ownHosts } from './witness.ts'
import { namesAnother } from './witness-authority.ts'

/**
 * The requests of a part that do not have the full name of another host: a client's sidecar would send those there. Without them the way to a
 * difference never leads through a class whose only text is such a name (`hosts: [till.far, "*.example.com"]` beside a Service `till`).
 */
export function underNoOtherName({ kind, destination, protocol }: Part, universe: Universe, meshes: readonly [Mesh, Mesh]): Node {
  const { diagrams } = universe
  if (protocol !== 'http' || !byName(kind, destination)) return diagrams.yes
  const own = meshes.flatMap((mesh) => ownHosts(destination, mesh))
  const others = universe.languagesOf(attributes.authority).filter(
    (language) =>
      // What a name without dots means depends on the namespace of the client.
      language.kind === 'exact' && language.value.includes('.') && namesAnother(language.value, { own, sidecarIn: '', meshes }),
  )
  return diagrams.all(others.map((language) => diagrams.not(universe.node({ kind: 'text', attribute: attributes.authority, language }))))
}
