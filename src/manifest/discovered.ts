import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { objectText } from '../diagnostics/place.ts'
import { groupOf } from '../model/api-group.ts'
import type { MeshBuilder } from '../model/builder.ts'
import { hasSidecar } from '../model/data-plane.ts'
import { discoverySetting, isDiscovered, isMember } from '../model/discovery.ts'
import type { SourceObject } from '../model/object.ts'
import { unreadObject } from './unread/unread-document.ts'

/**
 * Namespaces that joined by a ServiceMeshMember are members beside those of the roll. Nothing is injected into a namespace that is none, whatever
 * its labels say.
 */
export function joinMembers(builder: MeshBuilder): void {
  const { members, rootNamespace } = builder.settings
  if (members === undefined) return
  const joined = builder.joinedMeshes.filter(({ controlPlane }) => controlPlane === rootNamespace).map(({ namespace }) => namespace)
  const all = { ...members, names: [...new Set([...members.names, ...joined])].sort() }
  builder.settings = { ...builder.settings, members: all }
  for (const [index, namespace] of builder.namespaces.entries()) {
    if (!hasSidecar(namespace.dataPlane) || isMember(all, namespace) !== false) continue
    const { injection: _, ...rest } = namespace
    builder.namespaces[index] = { ...rest, dataPlane: 'none' }
  }
}

interface Discovery {
  /** False for objects that istiod does not see; where that is not known, they are read and held. */
  sees(object: SourceObject): boolean
  /** Services that istiod does not see have no cluster at any proxy, as if they were exported to no namespace. */
  hideServices(): void
}

/** What `discoverySelectors` and the roll of a control plane let istiod see. Call it when all Namespaces are read. */
export function discoveryIn(builder: MeshBuilder, diagnostics: Diagnostic[]): Discovery {
  const { settings } = builder
  const setting = discoverySetting(settings)
  if (setting === undefined) return { sees: () => true, hideServices: () => undefined }
  const answers = new Map(builder.namespaces.map((namespace) => [namespace.name, isDiscovered(namespace, settings)]))
  return {
    sees(object) {
      if (object.ref.namespace === '' || !isConfiguration(object)) return true
      const answer = answers.has(object.ref.namespace) ? answers.get(object.ref.namespace) : true
      if (answer === true) return true
      const params = { object: objectText(object.ref), setting }
      if (answer === false) {
        diagnostics.push(diagnose(catalogue.notDiscovered, object.place, params))
        return false
      }
      diagnostics.push(diagnose(catalogue.discoveryUnknown, object.place, params))
      builder.unread.push(unreadObject(object, 'invalid'))
      return true
    },
    hideServices() {
      for (const [index, service] of builder.services.entries())
        if (answers.get(service.namespace) === false) builder.services[index] = { ...service, exportTo: ['~'] }
    },
  }
}

/** Objects that mean something to istiod alone. */
function isConfiguration({ ref }: SourceObject): boolean {
  const group = groupOf(ref.apiVersion)
  return ['networking.istio.io', 'security.istio.io', 'extensions.istio.io', 'telemetry.istio.io', 'gateway.networking.k8s.io'].includes(
    group,
  )
}
