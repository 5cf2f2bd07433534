import type { EnvoyFilterSpec, EnvoyFilterSpecConfigPatches } from '../../../../src/crd/generated/types/istio/envoy-filter.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import type { Extension } from '../../../../src/model/extension.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import { type AttachmentParts, contentOf, extensionAttachment, targetFields } from './attachment.ts'
import { distinctContexts } from './contexts.ts'
import { limitsOfFilter } from './limits/limits-of-filter.ts'

type Context = Extension['contexts'][number]

interface Patch {
  readonly applyTo: NonNullable<EnvoyFilterSpecConfigPatches['applyTo']>
  readonly context: Context
}

const contexts: Readonly<Record<string, Context>> = { SIDECAR_INBOUND: 'inbound', SIDECAR_OUTBOUND: 'outbound', GATEWAY: 'gateway' }

const patchFields: FieldMap<EnvoyFilterSpecConfigPatches, Patch, void> = {
  applyTo: (applyTo) => ({ applyTo }),
  match: ({ context = '' }) => ({ context: contexts[context] ?? 'any' }),
  patch: unread('what a patch does to Envoy is outside the model'),
}

const fields: FieldMap<EnvoyFilterSpec, AttachmentParts & { patches: readonly Patch[] }, void> = {
  workloadSelector: ({ labels = {} }, at) => ({ labels, labelsPlace: at.field('labels') }),
  targetRefs: targetFields.targetRefs,
  configPatches: (patches, at) => ({
    patches: patches.map((patch, index) => ({
      applyTo: 'INVALID',
      context: 'any',
      ...readFields(patchFields, patch, at.index(index), undefined),
    })),
  }),
  priority: unread('orders EnvoyFilters among themselves'),
}

/**
 * Reads an EnvoyFilter. From the root namespace it reaches the proxies of every namespace (istio:pilot/pkg/model/push_context.go
 * EnvoyFilters).
 */
export const envoyFilterReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'EnvoyFilter',
  phase: 'objects',
  read(object, { settings }, into) {
    const { patches = [], ...parts } = readFields(fields, specOf<EnvoyFilterSpec>(object), object.place.field('spec'), undefined)
    into.extensions.push({
      kind: 'envoy-filter',
      name: object.ref.name,
      namespace: object.ref.namespace,
      attachment: extensionAttachment(parts, object.ref.namespace, settings, true),
      contexts: distinctContexts(patches.map(({ context }) => context)),
      mayDecideAccess: patches.some(mayDecideAccess),
      content: contentOf(specOf<EnvoyFilterSpec>(object)),
      ...limitsOfFilter(specOf<EnvoyFilterSpec>(object), object.place.field('spec')),
      place: object.place,
    })
    return true
  },
}

/**
 * A patch may allow, deny or authenticate requests unless it only tunes clusters (connections to destinations), or only touches gateways
 * or the client's side, where no policy of a workload is enforced.
 */
function mayDecideAccess({ applyTo, context }: Patch): boolean {
  return applyTo !== 'CLUSTER' && context !== 'gateway' && context !== 'outbound'
}
