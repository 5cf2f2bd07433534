import type { WasmPluginSpec } from '../../../../src/crd/generated/types/istio/wasm-plugin.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import type { Extension } from '../../../../src/model/extension.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { type AttachmentParts, contentOf, extensionAttachment, targetFields } from './attachment.ts'
import { contextsOfModes } from './contexts.ts'

const program = unread('what the plugin does is outside the model')

const fields: FieldMap<WasmPluginSpec, AttachmentParts & Pick<Extension, 'contexts' | 'mayDecideAccess'>, void> = {
  ...targetFields,
  selector: ({ matchLabels = {} }, at) => ({ labels: matchLabels, labelsPlace: at.field('matchLabels') }),
  match: (matches) => ({ contexts: contextsOfModes(matches) }),
  phase: (phase) => ({ mayDecideAccess: phase !== 'STATS' }),
  failStrategy: program,
  imagePullPolicy: program,
  imagePullSecret: program,
  pluginConfig: program,
  pluginName: program,
  priority: program,
  sha256: program,
  type: program,
  url: program,
  verificationKey: program,
  vmConfig: program,
}

/** Reads a WasmPlugin. In every phase but STATS it can answer requests itself (istio:pilot/pkg/networking/core/extension/wasmplugin.go). */
export const wasmPluginReader: KindReader = {
  group: 'extensions.istio.io',
  kind: 'WasmPlugin',
  phase: 'objects',
  read(object, { settings }, into) {
    const spec = readFields(fields, specOf<WasmPluginSpec>(object), object.place.field('spec'), undefined)
    into.extensions.push({
      kind: 'wasm',
      name: object.ref.name,
      namespace: object.ref.namespace,
      attachment: extensionAttachment(spec, object.ref.namespace, settings, true),
      contexts: spec.contexts ?? ['any'],
      mayDecideAccess: spec.mayDecideAccess ?? true,
      content: contentOf(specOf<WasmPluginSpec>(object)),
      place: object.place,
    })
    return true
  },
}
