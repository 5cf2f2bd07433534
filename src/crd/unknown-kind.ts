import { decidingScopeOf, isHarmless } from '../model/deciding-kinds.ts'
import { coreSchemas } from './core/schemas.ts'
import { retiredGroups } from './retired.ts'
import { releasesOf } from './schema-sets.ts'

/** Groups of Kubernetes, `extensions` (served up to 1.21) among them. */
const coreGroups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'networking.k8s.io', 'extensions'])

/** Groups whose objects are settings, by the kinds that they have beside harmless ones. */
const settingGroups: ReadonlyMap<string, readonly string[]> = new Map([
  ['install.istio.io', ['IstioOperator']],
  ['sailoperator.io', ['Istio', 'IstioRevision']],
  ['maistra.io', ['ServiceMeshControlPlane', 'ServiceMeshMemberRoll', 'ServiceMeshMember']],
])

/**
 * True for a kind that its group does not have, where all kinds of the group are known: `apps/v1 Deploment`, `securty.istio.io/v1
 * AuthorizationPolicy`. It is most likely a misspelt one, and no API server takes it as it is.
 */
export function isUnknownKind(group: string, kind: string): boolean {
  if (kind.endsWith('List') || isHarmless(kind) || retiredGroups.has(group)) return false
  const id = `${group}/${kind}`
  if (coreGroups.has(group)) return !coreSchemas.has(id)
  if (group === 'cilium.io') return decidingScopeOf(group, kind) === undefined
  const settings = settingGroups.get(group)
  if (settings !== undefined) return !settings.includes(kind)
  const releases = group === 'telemetry.istio.io' ? [] : releasesOf(group)
  if (releases.length > 0) return releases.every(({ set }) => set().find(group, kind, 'experimental') === undefined)
  return group.endsWith('istio.io') && group !== 'telemetry.istio.io'
}
