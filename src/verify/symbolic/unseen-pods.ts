import { canonical } from '../../model/canonical.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Service } from '../../model/service.ts'
import { perMesh } from '../../resolve/host-index.ts'

/**
 * What may decide about pods that the input does not have, as a text: whatever lets requests into the pods behind a Service of the same text
 * does so in both meshes. Every policy that can hold in the namespace counts, and what carries its pods.
 */
export function unseenPods(mesh: Mesh, { namespace, selector }: Service): string {
  return `${canonical(selector ?? null)} ${policiesIn(mesh).get(namespace) ?? policiesIn(mesh).get('') ?? ''}`
}

/** For each namespace, the policies that can hold there; under the empty name those that hold everywhere. */
const policiesIn = perMesh((mesh): ReadonlyMap<string, string> => {
  const policies = [...mesh.authorization, ...mesh.requestAuthentication, ...mesh.peerAuthentication]
  const everywhere = policies.filter(
    ({ attachment }) => attachment.scope === 'mesh' || !('namespace' in attachment) || attachment.namespace === undefined,
  )
  const known = mesh.namespaces.map(({ name, dataPlane, waypoint }): [string, string] => {
    const own = policies.filter(({ attachment }) => 'namespace' in attachment && attachment.namespace === name)
    // Where nothing can refuse, it makes no difference what carries the pods.
    const plane = own.length + everywhere.length === 0 ? '' : `${dataPlane} ${waypoint === undefined ? '' : canonical(waypoint)}`
    return [name, `${plane} ${contentOf([...own, ...everywhere])}`]
  })
  return new Map([['', contentOf(everywhere)], ...known])
})

/** The same text for the same content, wherever it is written. */
function contentOf(policies: readonly object[]): string {
  return policies.map(canonical).sort().join(' ')
}
