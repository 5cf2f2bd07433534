import type { Mesh } from '../model/mesh.ts'
import { perMesh } from './host-index.ts'

/** What the input says of a namespace; of several with one name the first counts. */
export function findNamespace(mesh: Mesh, name: string): Mesh['namespaces'][number] | undefined {
  return byName(mesh).get(name)
}

const byName = perMesh(({ namespaces }) => new Map([...namespaces].reverse().map((namespace) => [namespace.name, namespace])))
