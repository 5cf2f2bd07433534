import { decidingScopeOf, workloadKinds } from '../../model/deciding-kinds.ts'
import type { FieldPath } from './changed-fields.ts'

/** An object as a patch names it. */
export interface Changed {
  /** Undefined where the patch leaves it open. */
  readonly group: string | undefined
  readonly kind: string
  readonly name: string
}

/** Whether a change of some field of an object can change what is decided about requests. */
export function decides({ group, kind, name }: Changed, path: FieldPath): boolean {
  if (kind === 'ConfigMap') return holdsMeshConfig(name)
  if (decidingScopeOf(group, kind) === undefined) return false
  if (path.length === 0) return true
  if (workloadKinds.has(kind) || kind === 'Canary') return workloadDecides(kind, path)
  if (path[0] === 'status') return false
  if (path[0] !== 'metadata') return true
  if (path[1] === 'labels' && kind === 'Namespace') return true
  return metadataDecides(path)
}

/** istiod reads `istio` and `istio-REVISION`. */
export function holdsMeshConfig(name: string | undefined): boolean {
  return name === undefined || /^istio(?:-|$)/.test(name)
}

/** A label or annotation that the mesh reads, such as `istio.io/use-waypoint`. */
export function isMeshKey(key: string): boolean {
  return /(?:^|[./-])(?:istio|cilium)(?:[./-]|$)/.test(key)
}

/** Labels and annotations as a whole, names, and keys that the mesh reads. */
function metadataDecides(path: FieldPath): boolean {
  const [, field, key] = path
  if (field === 'labels' || field === 'annotations') return key === undefined || isMeshKey(key)
  return field === undefined || field === 'name' || field === 'namespace'
}

/** What the readers of pods look at: labels, annotations, the service account, the host network, ports and proxies written out. */
function workloadDecides(kind: string, path: FieldPath): boolean {
  if (kind === 'Canary') return path[0] === 'spec'
  if (kind === 'Rollout' && path[0] === 'spec' && (path[1] === 'strategy' || path[1] === 'workloadRef')) return true
  const template = kind === 'Pod' ? [] : kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template']
  const shared = Math.min(path.length, template.length)
  if (template.slice(0, shared).some((step, index) => step !== path[index]))
    return path[0] === 'metadata' && (path.length === 1 || path[1] === 'name' || path[1] === 'namespace')
  if (path.length <= template.length) return true
  // A custom resource has no merge keys: a patch of its containers takes the place of the whole list.
  return podDecides(path.slice(template.length), customResources.has(kind))
}

const customResources: ReadonlySet<string> = new Set(['Rollout', 'CloneSet', 'DeploymentConfig'])

function podDecides([top, field, item, inside]: FieldPath, wholeLists: boolean): boolean {
  if (top === 'metadata') return field !== 'annotations' ? field === undefined || field === 'labels' : item === undefined || isMeshKey(item)
  if (top !== 'spec') return false
  if (field === undefined || field === 'serviceAccountName' || field === 'serviceAccount' || field === 'hostNetwork') return true
  if (field !== 'containers' && field !== 'initContainers') return false
  return wholeLists || item === undefined || inside === undefined || inside === 'ports'
}
