import { readCarriedValues, readers } from '../translators/index.ts'
import { isNamespaceName } from './crd/structural/name-formats.ts'
import { isUnknownKind } from './crd/unknown-kind.ts'
import { catalogue } from './diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from './diagnostics/diagnostic.ts'
import { objectText } from './diagnostics/place.ts'
import { room } from './diagnostics/room.ts'
import { discoveryIn, joinMembers } from './manifest/discovered.ts'
import type { ManifestSet } from './manifest/manifest-set.ts'
import { labelUsesOf, proxyLabelUse } from './manifest/object/label-uses.ts'
import { routesOfInvalid } from './manifest/unread/invalid-routes.ts'
import { unreadObject, unreadSettings } from './manifest/unread/unread-document.ts'
import { groupOf } from './model/api-group.ts'
import { MeshBuilder } from './model/builder.ts'
import { isClosedGroup, isHarmless } from './model/deciding-kinds.ts'
import { defaultOptions, type KindReader, type TargetVersions } from './model/dialect.ts'
import { inferNamespaces } from './model/infer-namespaces.ts'
import { KindReaders, type ReadAnswer } from './model/kind-readers.ts'
import type { Mesh } from './model/mesh.ts'
import type { SourceObject } from './model/object.ts'
import type { PartsMemory, RememberedReading } from './model/parts-memory.ts'
import type { UnreadInput } from './model/unread.ts'
import { dropWaypointParents } from './model/waypoint-parents.ts'

/**
 * Reads valid objects into the model with the readers of every dialect. `invalid` are the objects that no API server would accept: their
 * meaning is unknown, and so is that of `unread`, of which not even objects are known. `parts` has what the same objects added to an earlier mesh.
 */
export function readMesh(
  {
    objects,
    values,
    namespacesInjected = false,
    parts,
  }: Pick<ManifestSet, 'objects' | 'values'> &
    Partial<Pick<ManifestSet, 'namespacesInjected'>> & { readonly parts?: PartsMemory | undefined },
  invalid: readonly SourceObject[],
  diagnostics: Diagnostic[],
  unread: readonly UnreadInput[] = [],
  versions: TargetVersions = defaultOptions.versions,
): Mesh {
  const reading: MeshReading = { builder: new MeshBuilder(), versions: parts?.noting(versions) ?? versions, diagnostics }
  const { builder } = reading
  for (const object of [...objects, ...values]) readSettings(object, reading)
  for (const object of objects) readObject(object, 'namespaces', reading)
  inferNamespaces(
    [...objects, ...invalid].filter(({ ref }) => isNamespaceName(ref.namespace)),
    builder,
    namespacesInjected,
  )
  joinMembers(builder)
  const discovery = discoveryIn(builder, diagnostics)
  const known = parts?.reading(builder, versions, diagnostics)
  const add: RememberedReading['add'] = (asked, object, read) => (known === undefined ? read() : known.add(asked, object, read))
  for (const object of objects) {
    room()
    if (discovery.sees(object)) add('parts', object, () => readObject(object, 'objects', reading))
  }
  discovery.hideServices()
  for (const object of objects) add('revision', object, () => noteRevision(object, reading))
  for (const object of objects) add('proxy labels', object, () => noteProxyLabels(object, reading))
  for (const object of objects)
    add('enrolment labels', object, () => builder.labelUses.push(...labelUsesOf(object, builder.settings.rootNamespace)))
  for (const { name, place } of dropWaypointParents(builder))
    diagnostics.push(diagnose(catalogue.parentNotUnderstood, place, { parent: `Gateway ${name}, which is a waypoint` }))
  builder.unread.push(...unread, ...invalid.map((object) => unreadInvalid(object, diagnostics)))
  return builder.finish()
}

function unreadInvalid(object: SourceObject, diagnostics: readonly Diagnostic[]): UnreadInput {
  const routes = routesOfInvalid(object, diagnostics)
  return { ...unreadObject(object, 'invalid'), ...(routes === undefined ? {} : { routes }) }
}

/** A mesh in the making. */
interface MeshReading {
  readonly builder: MeshBuilder
  readonly versions: TargetVersions
  readonly diagnostics: Diagnostic[]
}

/**
 * Policies and routes with `istio.io/rev: canary` exist for istiod of that revision alone (istio:pkg/config/model.go LabelsInRevision). Sidecars follow
 * the revision of their namespace; which one serves ztunnel is not in the input, so what they decide about stays as it is.
 */
function noteRevision(object: SourceObject, { builder, diagnostics }: MeshReading): void {
  const revision = object.labels['istio.io/rev']
  if (revision === undefined || !followsRevision(groupOf(object.ref.apiVersion), object.ref.kind)) return
  const at = object.place.field('metadata').field('labels').field('istio.io/rev')
  diagnostics.push(diagnose(catalogue.objectOfARevision, at, { object: objectText(object.ref), revision }))
  builder.unread.push({ ...unreadObject(object, 'not-modelled'), denies: true })
}

/**
 * What selects sidecars by a label that istiod adds to their proxies, such as `topology.istio.io/cluster`: which ones is not in the input, and
 * ztunnel selects by the labels of pods.
 */
function noteProxyLabels(object: SourceObject, { builder, diagnostics }: MeshReading): void {
  const use = proxyLabelUse(object)
  if (use === undefined) return
  diagnostics.push(diagnose(catalogue.selectsByProxyLabel, use.place, { object: objectText(object.ref), label: use.label }))
  builder.unread.push({ ...unreadObject(object, 'not-modelled'), denies: true })
}

function followsRevision(group: string, kind: string): boolean {
  if (kind === 'Gateway' || kind === 'GatewayClass' || isHarmless(kind)) return false
  return group.endsWith('istio.io') || group === 'gateway.networking.k8s.io'
}

/** Reads settings of the mesh out of whatever holds some. */
function readSettings(object: SourceObject, reading: MeshReading): void {
  const { builder, versions, diagnostics } = reading
  const group = groupOf(object.ref.apiVersion)
  const isValues = object.ref.apiVersion === ''
  if (settingsNotRead.has(`${group}/${object.ref.kind}`)) {
    diagnostics.push(diagnose(catalogue.settingsNotRead, object.place, { object: objectText(object.ref) }))
    builder.unread.push(unreadObject(object, 'invalid'))
  }
  if (!isValues && isUnknownKind(group, object.ref.kind)) builder.unread.push(unreadObject(object, 'invalid'))
  const before = diagnostics.length
  const known =
    isValues || !isClosedGroup(group)
      ? attempt(object, reading, () => readCarriedValues(object, { settings: builder.settings, versions, diagnostics }, builder))
      : readPhase(object, 'settings', reading) === 'read'
  if (known === true) builder.settings = { ...builder.settings, given: true }
  // A setting of the mesh whose value is not known may be any, such as REGISTRY_ONLY.
  if (diagnostics.slice(before).some(({ fate }) => fate === 'refused')) builder.unread.push(unreadSettings(object))
}

/** Reads an object with every reader of its kind, where it has some for the phase. */
function readPhase(object: SourceObject, phase: KindReader['phase'], reading: MeshReading): ReadAnswer {
  const { builder, versions, diagnostics } = reading
  return byKind.ask(groupOf(object.ref.apiVersion), object.ref.kind, phase, (reader) =>
    attempt(object, reading, () => reader.read(object, { settings: builder.settings, versions, diagnostics }, builder)),
  )
}

/** Reads an object that is not a setting. What has readers and is known to none of them may mean anything that its kind can. */
function readObject(object: SourceObject, phase: 'namespaces' | 'objects', reading: MeshReading): void {
  if (readPhase(object, phase, reading) === 'declined') reading.builder.unread.push(unreadObject(object, 'not-modelled'))
}

/** The answer of a reader; undefined where it fails, which leaves the object unread. */
function attempt(object: SourceObject, { builder, diagnostics }: MeshReading, read: () => boolean): boolean | undefined {
  try {
    return read()
  } catch (error) {
    diagnostics.push(diagnose(catalogue.stageFailed, object.place, { stage: `reading ${object.ref.kind}`, message: String(error) }))
    builder.unread.push(unreadObject(object, 'invalid'))
    return undefined
  }
}

/** Kinds whose operator makes policies that are not in the input. */
const settingsNotRead: ReadonlySet<string> = new Set(['maistra.io/ServiceMeshControlPlane'])

const byKind = new KindReaders(readers)
