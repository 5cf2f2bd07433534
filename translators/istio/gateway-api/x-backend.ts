import type { XBackendSpec } from '../../../src/crd/generated/types/gateway-api/x-backend.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { specOf } from '../../../src/model/object.ts'
import { unknownTls } from './unknown-tls.ts'

/**
 * An XBackend is for the routes that name it. One with an `externalHostname` and `tls.mode: ServerOnly` also makes a DestinationRule with
 * `tls.mode: SIMPLE` for that host, which may be the host of a Service, where istiod runs with PILOT_ENABLE_ALPHA_GATEWAY_API
 * (istio:pilot/pkg/config/kube/gateway/backend_policies.go BackendResourcePolicyCollection; commit eed52ebb, read, not run). The
 * manifests do not have that setting of istiod.
 */
export const xBackendReader: KindReader = {
  group: 'gateway.networking.x-k8s.io',
  kind: 'XBackend',
  phase: 'objects',
  read(object, { diagnostics }, into) {
    const { type, tls } = specOf<XBackendSpec>(object)
    if (type !== 'ExternalHostname' || tls?.mode !== 'ServerOnly') return true
    const at = object.place.field('spec').field('tls')
    diagnostics.push(diagnose(catalogue.backendTlsTarget, at, { policy: objectText(object.ref) }))
    into.unread.push(unknownTls(object, at))
    return true
  },
}
