import type { TelemetrySpec } from '../../../../src/crd/generated/types/istio/telemetry.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { type AttachmentParts, contentOf, extensionAttachment, targetFields } from './attachment.ts'

const observed = unread('what is measured, logged and traced decides no request')

const fields: FieldMap<TelemetrySpec, AttachmentParts, void> = {
  ...targetFields,
  selector: ({ matchLabels = {} }, at) => ({ labels: matchLabels, labelsPlace: at.field('matchLabels') }),
  accessLogging: observed,
  metrics: observed,
  tracing: observed,
}

/** Reads a Telemetry. One with a selector only concerns pods of its own namespace, the root namespace included (istio:pilot/pkg/model/telemetry.go). */
export const telemetryReader: KindReader = {
  group: 'telemetry.istio.io',
  kind: 'Telemetry',
  phase: 'objects',
  read(object, { settings }, into) {
    const spec = readFields(fields, specOf<TelemetrySpec>(object), object.place.field('spec'), undefined)
    into.extensions.push({
      kind: 'telemetry',
      name: object.ref.name,
      namespace: object.ref.namespace,
      attachment: extensionAttachment(spec, object.ref.namespace, settings, false),
      contexts: ['any'],
      mayDecideAccess: false,
      content: contentOf(specOf<TelemetrySpec>(object)),
      place: object.place,
    })
    return true
  },
}
