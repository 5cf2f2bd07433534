import { readers } from '../translators/index.ts'
import { isNamespaceName } from './crd/structural/name-formats.ts'
import { isUnknownKind } from './crd/unknown-kind.ts'
import { catalogue } from './diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from './diagnostics/diagnostic.ts'
import { objectText } from './diagnostics/place.ts'
import { unreadObject } from './manifest/unread-document.ts'
import { MeshBuilder } from './model/builder.ts'
import type { KindReader } from './model/dialect.ts'
import { inferNamespaces } from './model/infer-namespaces.ts'
import type { Mesh } from './model/mesh.ts'
import type { SourceObject } from './model/object.ts'
import type { UnreadInput } from './model/unread.ts'
import { dropWaypointParents } from './model/waypoint-parents.ts'

/**
 * Reads valid objects into the model with the readers of every dialect. `invalid` are the objects that no API server would accept: their
 * meaning is unknown, and so is that of `unread`, of which not even objects are known.
 */
export function readMesh(
  objects: readonly SourceObject[],
  invalid: readonly SourceObject[],
  diagnostics: Diagnostic[],
  unread: readonly UnreadInput[] = [],
): Mesh {
  const builder = new MeshBuilder()
  for (const phase of ['settings', 'namespaces', 'objects'] as const) {
    if (phase === 'objects')
      inferNamespaces(
        [...objects, ...invalid].filter(({ ref }) => isNamespaceName(ref.namespace)),
        builder,
      )
    for (const object of objects) {
      if (phase === 'settings' && settingsNotRead.has(`${groupOf(object)}/${object.ref.kind}`)) {
        diagnostics.push(diagnose(catalogue.settingsNotRead, object.place, { object: objectText(object.ref) }))
        builder.unread.push(unreadObject(object, 'invalid'))
      }
      if (phase === 'settings' && isUnknownKind(groupOf(object), object.ref.kind)) builder.unread.push(unreadObject(object, 'invalid'))
      const reader = readersOf(object).find((candidate) => candidate.phase === phase)
      if (reader === undefined) continue
      const before = diagnostics.length
      try {
        const known = reader.read(object, { settings: builder.settings, diagnostics }, builder)
        if (known && phase === 'settings') builder.settings = { ...builder.settings, given: true }
      } catch (error) {
        diagnostics.push(diagnose(catalogue.stageFailed, object.place, { stage: `reading ${object.ref.kind}`, message: String(error) }))
        builder.unread.push(unreadObject(object, 'invalid'))
      }
      // A setting of the mesh whose value is not known may be any, such as REGISTRY_ONLY.
      const refused = diagnostics.slice(before).some(({ fate }) => fate === 'refused')
      if (phase === 'settings' && refused) builder.unread.push(unreadObject(object, 'invalid'))
    }
  }
  for (const { name, place } of dropWaypointParents(builder))
    diagnostics.push(diagnose(catalogue.parentNotUnderstood, place, { parent: `Gateway ${name}, which is a waypoint` }))
  builder.unread.push(...unread, ...invalid.map((object) => unreadObject(object, 'invalid')))
  return builder.finish()
}

/** Mesh settings, and who is in the mesh, in kinds that have no reader. */
const settingsNotRead: ReadonlySet<string> = new Set([
  'maistra.io/ServiceMeshControlPlane',
  'maistra.io/ServiceMeshMemberRoll',
  'maistra.io/ServiceMeshMember',
])

const byKind = new Map<string, KindReader[]>()
for (const reader of readers) {
  const key = `${reader.group}/${reader.kind}`
  byKind.set(key, [...(byKind.get(key) ?? []), reader])
}

function readersOf(object: SourceObject): readonly KindReader[] {
  return byKind.get(`${groupOf(object)}/${object.ref.kind}`) ?? []
}

function groupOf(object: SourceObject): string {
  const slash = object.ref.apiVersion.indexOf('/')
  return slash < 0 ? '' : object.ref.apiVersion.slice(0, slash)
}
