import { decidingKinds, decidingScopeOf } from './deciding-kinds.ts'
import type { Mesh } from './mesh.ts'
import { mayBe, mayBeIn, type UnreadInput } from './unread.ts'

/** What unread input may decide about: the whole mesh, the pods of some namespaces, or nothing. */
export type Decided = 'mesh' | readonly string[]

/**
 * Where unread input may decide about a request, now or once it is rendered or corrected: what lies there stays as it is. Empty for what
 * decides about nothing, such as an unread Certificate.
 */
export function decidedBy(unread: UnreadInput, mesh: Mesh): Decided {
  const { kinds, name, root } = unread.reach
  if (unread.why === 'not-modelled' && unread.denies !== true) return []
  const { rootNamespace } = mesh.settings
  const all = unread.reach.namespaces
  const namespaces = all === 'any' || root !== false ? all : all.filter((namespace) => namespace !== rootNamespace)
  const found = new Set<string>()
  for (const kind of kinds === 'any' ? decidingKinds : kinds) {
    const scope = decidingScopeOf(undefined, kind)
    if (scope === undefined) continue
    if (scope === 'mesh' || namespaces === 'any') return 'mesh'
    if (scope === 'itself') {
      if (name === undefined) return 'mesh'
      found.add(name)
    } else if (scope === 'policy' && (root === true || namespaces.includes(rootNamespace))) return 'mesh'
    else for (const namespace of namespaces) found.add(namespace)
    if (kind === 'PeerAuthentication' && namespaces.some((namespace) => asksForIdentity(mesh, namespace))) return 'mesh'
  }
  return [...found].sort()
}

/**
 * Whether some policy may ask who the clients of a namespace are. An unread PeerAuthentication may be one of `DISABLE`: clients then show no
 * identity to its pods, and would show one from ambient mode, wherever they run.
 */
function asksForIdentity(mesh: Mesh, namespace: string): boolean {
  const known = mesh.authorization.some((policy) => !('namespace' in policy.attachment) || policy.attachment.namespace === namespace)
  const root = mesh.settings.rootNamespace
  return (
    known || mesh.unread.some(({ reach }) => mayBe(reach, 'AuthorizationPolicy') && (mayBeIn(reach, namespace) || mayBeIn(reach, root)))
  )
}
