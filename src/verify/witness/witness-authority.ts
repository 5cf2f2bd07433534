import type { Mesh } from '../../model/mesh.ts'
import { isRegistryHost, servicesForHost } from '../../resolve/hosts.ts'
import { tablesFor } from '../../resolve/routes/tables-by-host.ts'
import type { Assignment } from '../diagrams/assignment.ts'
import { isOnlyRouted } from '../parts/other-names.ts'
import { attributes } from '../symbolic/attribute.ts'

export interface AuthorityOf {
  readonly assignment: Assignment
  /** Names under which the destination is usually addressed. */
  readonly usual: readonly string[]
  /** Its full names. */
  readonly own: readonly string[]
  /** The namespace of a client with a sidecar: its proxy goes by the name that a request has, whatever was addressed. */
  readonly sidecarIn: string | undefined
  readonly meshes: readonly Mesh[]
}

/**
 * The authority of a witness: one that leads a client's sidecar to the destination, or that it does not know. `another` when all that can be
 * found in the class are names of other hosts; such requests are not about this destination.
 */
export function witnessAuthority(asked: AuthorityOf): { readonly text: string } | { readonly another: string; readonly only: boolean } {
  const { assignment, usual } = asked
  const right = (texts: readonly string[]): string[] => texts.filter((text) => !namesAnother(text, asked))
  const first = assignment.text(attributes.authority, right(usual)) ?? 'host'
  if (!namesAnother(first, asked)) return { text: first }
  const variants = [`${first}-x`, `${first}x.example`, `x-${first}`, `x.${first}`]
  const second = assignment.text(attributes.authority, right(variants)) ?? first
  if (!namesAnother(second, asked)) return { text: second }
  return { another: first, only: assignment.isExactly(attributes.authority, first) }
}

/** Whether a sidecar would take the name for another host than the one that is addressed. */
export function namesAnother(authority: string, { own, sidecarIn, meshes }: Pick<AuthorityOf, 'own' | 'sidecarIn' | 'meshes'>): boolean {
  if (sidecarIn === undefined) return false
  const name = authority.replace(/:\d+$/, '').toLowerCase()
  return meshes.some((mesh) => {
    const { clusterDomain } = mesh.settings
    const full = name.includes('.')
      ? [name, `${name}.svc.${clusterDomain}`, `${name}.${clusterDomain}`]
      : [`${name}.${sidecarIn}.svc.${clusterDomain}`]
    if (own.includes(name)) return false
    if (isOnlyRouted(mesh, name)) return true
    if (full.some((host) => own.includes(host))) return false
    return (
      tablesFor(mesh, [name]).length > 0 || full.some((host) => isRegistryHost(mesh, host)) || servicesForHost(mesh, name, '').length > 0
    )
  })
}
