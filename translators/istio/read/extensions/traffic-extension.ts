import type { TrafficExtensionSpec } from '../../../../src/crd/generated/types/istio/traffic-extension.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import type { Extension } from '../../../../src/model/extension.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { type AttachmentParts, contentOf, extensionAttachment, targetFields } from './attachment.ts'
import { contextsOfModes } from './contexts.ts'

type Parts = AttachmentParts & Pick<Extension, 'kind' | 'contexts' | 'mayDecideAccess'>

const fields: FieldMap<TrafficExtensionSpec, Parts, void> = {
  targetRefs: targetFields.targetRefs,
  selector: ({ matchLabels = {} }, at) => ({ labels: matchLabels, labelsPlace: at.field('matchLabels') }),
  match: (matches) => ({ contexts: contextsOfModes(matches) }),
  phase: (phase) => ({ mayDecideAccess: phase !== 'STATS' }),
  lua: () => ({ kind: 'lua' }),
  wasm: () => ({ kind: 'wasm' }),
  priority: unread('orders extensions among themselves'),
}

/** Reads a TrafficExtension, the newer form of WasmPlugin, which can also hold Lua (api:extensions/v1alpha1/traffic_extension.proto). */
export const trafficExtensionReader: KindReader = {
  group: 'extensions.istio.io',
  kind: 'TrafficExtension',
  phase: 'objects',
  read(object, { settings }, into) {
    const spec = readFields(fields, specOf<TrafficExtensionSpec>(object), object.place.field('spec'), undefined)
    into.extensions.push({
      kind: spec.kind ?? 'wasm',
      name: object.ref.name,
      namespace: object.ref.namespace,
      attachment: extensionAttachment(spec, object.ref.namespace, settings, true),
      contexts: spec.contexts ?? ['any'],
      mayDecideAccess: spec.mayDecideAccess ?? true,
      content: contentOf(specOf<TrafficExtensionSpec>(object)),
      place: object.place,
    })
    return true
  },
}
