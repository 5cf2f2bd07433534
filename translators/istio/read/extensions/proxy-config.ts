import type { ProxyConfigSpec } from '../../../../src/crd/generated/types/istio/proxy-config.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { decidingProxySettings } from '../../../../src/model/proxy-settings.ts'
import { type AttachmentParts, contentOf, extensionAttachment } from './attachment.ts'

const process = unread('how the proxy runs decides no request')

const fields: FieldMap<ProxyConfigSpec, AttachmentParts & { readonly otherProxy: boolean }, void> = {
  selector: ({ matchLabels = {} }, at) => ({ labels: matchLabels, labelsPlace: at.field('matchLabels') }),
  concurrency: process,
  environmentVariables: (variables) => ({ otherProxy: decidingProxySettings({ proxyMetadata: variables }).length > 0 }),
  image: process,
}

/** Reads a ProxyConfig. One with a selector only concerns pods of its own namespace (istio:pilot/pkg/model/proxy_config.go EffectiveProxyConfig). */
export const proxyConfigReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'ProxyConfig',
  phase: 'objects',
  read(object, { settings }, into) {
    const spec = readFields(fields, specOf<ProxyConfigSpec>(object), object.place.field('spec'), undefined)
    into.extensions.push({
      kind: 'proxy-config',
      name: object.ref.name,
      namespace: object.ref.namespace,
      attachment: extensionAttachment(spec, object.ref.namespace, settings, false),
      contexts: ['any'],
      mayDecideAccess: spec.otherProxy === true,
      content: contentOf(specOf<ProxyConfigSpec>(object)),
      place: object.place,
    })
    return true
  },
}
