import { groupOf } from '../../model/api-group.ts'
import { decidingScopeOf, workloadKinds } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, type Reach } from '../../model/unread.ts'
import { isRecord } from '../object/identity.ts'
import type { Carried } from './carried.ts'
import { kindOfPlural } from './plural-kinds.ts'

/** Where a controller makes its objects: beside the one that asks for them, in the namespace of its name, or anywhere. */
type Where = 'own' | 'named' | 'any'

/**
 * Kinds whose controllers make objects that decide about requests. What stands in them says too little of the result: where it is, nothing
 * moves. Routes that such a controller makes are for hosts of its own namespace and are held with it.
 *
 * Sources: kubeflow:components/profile-controller, kyma-project/api-gateway:docs/user, defenseunicorns/uds-core:docs/reference/UDS operator,
 * otterize/intents-operator, docs.solo.io/gloo-mesh (AccessPolicy, RouteTable), docs.tetrate.io (SecuritySetting), kserve.github.io.
 */
const generators: ReadonlyMap<string, { readonly kinds: readonly string[]; readonly where: Where }> = new Map(
  Object.entries({
    'serving.knative.dev/Service': { kinds: ['Pod', 'Service'], where: 'own' },
    'serving.knative.dev/Configuration': { kinds: ['Pod', 'Service'], where: 'own' },
    'serving.knative.dev/Revision': { kinds: ['Pod', 'Service'], where: 'own' },
    'serving.kserve.io/InferenceService': { kinds: ['Pod', 'Service'], where: 'own' },
    'uds.dev/Package': { kinds: ['AuthorizationPolicy', 'NetworkPolicy'], where: 'own' },
    'gateway.kyma-project.io/APIRule': { kinds: ['AuthorizationPolicy', 'RequestAuthentication'], where: 'own' },
    'kubeflow.org/Profile': { kinds: ['AuthorizationPolicy', 'Namespace'], where: 'named' },
    'k8s.otterize.com/ClientIntents': { kinds: ['AuthorizationPolicy', 'NetworkPolicy'], where: 'any' },
    'security.policy.gloo.solo.io/AccessPolicy': { kinds: ['AuthorizationPolicy'], where: 'any' },
    'networking.gloo.solo.io/RouteTable': { kinds: ['VirtualService'], where: 'any' },
    'security.tsb.tetrate.io/SecuritySetting': { kinds: ['AuthorizationPolicy', 'PeerAuthentication'], where: 'any' },
    'security.tsb.tetrate.io/ServiceSecuritySetting': { kinds: ['AuthorizationPolicy', 'PeerAuthentication'], where: 'any' },
    'policies.kyverno.io/GeneratingPolicy': { kinds: ['any'], where: 'any' },
    'policies.kyverno.io/NamespacedGeneratingPolicy': { kinds: ['any'], where: 'own' },
  } as const),
)

/** What the controller of an object makes of it. */
export function generated(object: SourceObject): Carried[] {
  const { ref, place } = object
  const key = `${groupOf(ref.apiVersion)}/${ref.kind}`
  if (key === 'hnc.x-k8s.io/HNCConfiguration') return propagated(object)
  if (key === 'metacontroller.k8s.io/CompositeController') return madeByHooks(object, 'childResources')
  if (key === 'metacontroller.k8s.io/DecoratorController') return madeByHooks(object, 'attachments')
  const found = generators.get(key)
  if (found === undefined) return []
  const kinds = found.kinds.includes('any') ? ('any' as const) : found.kinds
  const namespaces = found.where === 'any' ? ('any' as const) : [found.where === 'own' ? ref.namespace : ref.name]
  const reach: Reach = { kinds, namespaces, ...(found.where === 'named' ? { name: ref.name } : {}) }
  const what = kinds === 'any' ? 'objects' : `objects of kind ${kinds.join(' and ')}`
  return [{ how: 'makes', what, place, reach }]
}

/** Hierarchical namespaces copy objects of these kinds into the namespaces below (hierarchical-namespaces:docs/user-guide). */
function propagated({ value, place }: SourceObject): Carried[] {
  const resources = isRecord(value.spec) && Array.isArray(value.spec.resources) ? value.spec.resources : []
  return resources.flatMap((entry: unknown, index): Carried[] => {
    if (!isRecord(entry) || typeof entry.resource !== 'string' || entry.mode === 'Ignore' || entry.mode === 'Remove') return []
    const kind = kindOfPlural(entry.resource)
    if (kind === undefined) return []
    const at = place.field('spec').field('resources').index(index)
    return [{ how: 'makes', what: `objects of kind ${kind}`, place: at, reach: { ...anything, kinds: [kind] } }]
  })
}

/**
 * Hooks of Metacontroller answer with objects of the resources that are listed, in any namespace (metacontroller:docs/src/api). Pods and
 * Services that they may add are like others that the input lacks.
 */
function madeByHooks({ value, place }: SourceObject, field: 'childResources' | 'attachments'): Carried[] {
  const resources = isRecord(value.spec) && Array.isArray(value.spec[field]) ? value.spec[field] : []
  return resources.flatMap((entry: unknown, index): Carried[] => {
    if (!isRecord(entry) || typeof entry.resource !== 'string') return []
    const kind = kindOfPlural(entry.resource)
    const group = typeof entry.apiVersion === 'string' ? groupOf(entry.apiVersion) : undefined
    if (kind === undefined || kind === 'Service' || workloadKinds.has(kind) || decidingScopeOf(group, kind) === undefined) return []
    const at = place.field('spec').field(field).index(index)
    return [{ how: 'makes', what: `objects of kind ${kind}`, place: at, reach: { ...anything, kinds: [kind] } }]
  })
}
