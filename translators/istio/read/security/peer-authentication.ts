import type { PeerAuthenticationSpec, PeerAuthenticationSpecMtls } from '../../../../src/crd/generated/types/istio/peer-authentication.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText } from '../../../../src/diagnostics/place.ts'
import type { MtlsMode, PeerAuthentication } from '../../../../src/model/authentication.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { policyAttachment, policySelector, type WrittenAttachment } from './policy-attachment.ts'

type Written = WrittenAttachment & Pick<PeerAuthentication, 'mode' | 'modePlace' | 'ports'>

const modes: Readonly<Record<NonNullable<PeerAuthenticationSpecMtls['mode']>, MtlsMode>> = {
  UNSET: 'unset',
  DISABLE: 'disable',
  PERMISSIVE: 'permissive',
  STRICT: 'strict',
}

const mtlsFields: FieldMap<PeerAuthenticationSpecMtls, Pick<Written, 'mode' | 'modePlace'>, undefined> = {
  mode: (mode, at) => ({ mode: modes[mode], modePlace: at }),
}

const fields: FieldMap<PeerAuthenticationSpec, Written, undefined> = {
  mtls: (mtls, at) => readFields(mtlsFields, mtls, at, undefined),
  portLevelMtls: (ports, at) => ({
    ports: Object.keys(ports)
      .sort((a, b) => Number(a) - Number(b) || compareText(a, b))
      .map((port) => ({
        port: Number(port),
        mode: readFields(mtlsFields, ports[port] ?? {}, at.field(port), undefined).mode ?? 'unset',
        place: at.field(port),
      })),
  }),
  selector: policySelector,
}

export const peerAuthenticationReader: KindReader = {
  group: 'security.istio.io',
  kind: 'PeerAuthentication',
  phase: 'objects',
  read(object, context, into) {
    const { namespace, name } = object.ref
    const spec = (object.value.spec ?? {}) as PeerAuthenticationSpec
    const written = readFields(fields, spec, object.place.field('spec'), undefined)
    const attachment = policyAttachment(written, namespace, context.settings)
    if (attachment.scope === 'workloads' && namespace === context.settings.rootNamespace) {
      context.diagnostics.push(diagnose(catalogue.rootPeerAuthenticationSelector, attachment.place, {}))
    }
    into.peerAuthentication.push({
      name,
      namespace,
      attachment,
      mode: written.mode ?? 'unset',
      ...(written.modePlace === undefined ? {} : { modePlace: written.modePlace }),
      ports: written.ports ?? [],
      ...(object.creationTimestamp === undefined ? {} : { creationTimestamp: object.creationTimestamp }),
      place: object.place,
    })
    return true
  },
}
