import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { isPlace, type ObjectRef } from '../diagnostics/place.ts'
import type { ManifestSet } from '../manifest/manifest-set.ts'
import { sameJson } from '../manifest/object/equal.ts'
import { isRecord } from '../manifest/object/identity.ts'
import type { TrafficPolicy, TrafficTopic } from '../model/backend.ts'
import { workloadKinds } from '../model/deciding-kinds.ts'
import type { TargetVersions } from '../model/dialect.ts'
import type { Mesh } from '../model/mesh.ts'
import type { SourceObject } from '../model/object.ts'
import { readMesh } from '../read-mesh.ts'

/** A set of manifests as far as it says how an object of it is read: the mesh settings. */
type Settings = Pick<ManifestSet, 'objects' | 'values'>

/**
 * Whether two definitions of one object are read as the same: no request tells which of them a cluster has. Example: two Deployments with
 * another image. Where the target edits more of a kind than its metadata, its `spec` has to be the same, too: an edit is made in both.
 */
export function meansTheSame(first: SourceObject, second: SourceObject, settings: Settings, versions: TargetVersions): boolean {
  if (!editedInMetadata.has(first.ref.kind) && !sameJson(first.value.spec, second.value.spec)) return false
  return meaningOf(first, settings, versions) === meaningOf(second, settings, versions)
}

/** Kinds whose objects are edited in the metadata of their own or of their pods, or not at all. */
const editedInMetadata: ReadonlySet<string> = new Set([
  ...workloadKinds,
  ...['Service', 'ServiceEntry', 'DestinationRule', 'IstioOperator', 'Istio', 'ConfigMap', 'ServiceMeshControlPlane'],
])

const kindsOfSettings: ReadonlySet<string> = new Set([
  ...['IstioOperator', 'Istio', 'IstioRevision', 'ConfigMap', 'ServiceMeshControlPlane', 'GatewayClass'],
])

/** All that is read of an object, and all that is found in it, without where it stands. */
function meaningOf(object: SourceObject, { objects, values }: Settings, versions: TargetVersions): string {
  const diagnostics: Diagnostic[] = []
  const mesh = aloneIn(object, { objects, values }, versions, diagnostics)
  const { unread, ...read } = mesh
  const unreadParts = unread.map(({ why, what, reach, denies }) => ({ why, what, reach, denies }))
  const found = diagnostics.map(({ code, message }) => `${code} ${message}`).sort()
  const said = [object.labels, object.annotations].map((entries) =>
    Object.entries(entries)
      .filter(([key]) => ofAMesh.test(key))
      .sort(),
  )
  return JSON.stringify(withoutPlaces([balancedAnyhow(read), unreadParts, found, said, object.ref.owners]))
}

/** The same value without places, and objects without where they stand. */
function withoutPlaces(value: unknown): unknown {
  if (isPlace(value)) return undefined
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (!isRecord(value)) return value
  if (isObjectRef(value)) return [value.apiVersion, value.kind, value.namespace, value.name, value.owners]
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutPlaces(part)]))
}

function isObjectRef(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & ObjectRef {
  return ['apiVersion', 'kind', 'namespace', 'name', 'file', 'document'].every((part) => part in value)
}

/**
 * Rules of destinations without the values of what shares connections out among endpoints: a waypoint reads the rule that a cluster has, and
 * whom it lets in does not depend on them. PASSTHROUGH is not such a value: endpoints are then those that the client names.
 */
function balancedAnyhow<T extends Pick<Mesh, 'backendPolicies'>>(read: T): T {
  const anyhow = (policy: TrafficPolicy): TrafficPolicy => ({
    ...policy,
    topics: policy.topics.map(withoutShares),
    ports: policy.ports.map((port) => ({ ...port, topics: port.topics.map(withoutShares) })),
  })
  const backendPolicies = read.backendPolicies.map((rule) => ({
    ...rule,
    ...(rule.policy === undefined ? {} : { policy: anyhow(rule.policy) }),
    subsets: rule.subsets.map((subset) => ({ ...subset, ...(subset.policy === undefined ? {} : { policy: anyhow(subset.policy) }) })),
  }))
  return { ...read, backendPolicies }
}

const shares: ReadonlySet<TrafficTopic['name']> = new Set(['load-balancing', 'connection-pool', 'outlier-detection', 'retry-budget'])

function withoutShares(topic: TrafficTopic): TrafficTopic {
  return !shares.has(topic.name) || JSON.stringify(topic.settings).includes('PASSTHROUGH') ? topic : { ...topic, settings: null }
}

/** Labels and annotations by which Istio, Cilium and the Gateway API read an object. */
const ofAMesh = /istio|cilium|gateway\.networking/

/** The mesh of one object under the settings of the whole. */
export function aloneIn(object: SourceObject, set: Settings, versions: TargetVersions, diagnostics: Diagnostic[] = []): Mesh {
  const isOther = ({ ref }: SourceObject) =>
    ref.kind !== object.ref.kind || ref.name !== object.ref.name || ref.namespace !== object.ref.namespace
  const settings = set.objects.filter((other) => kindsOfSettings.has(other.ref.kind) && isOther(other))
  return readMesh({ objects: [...settings, object], values: set.values }, [], diagnostics, [], versions)
}
