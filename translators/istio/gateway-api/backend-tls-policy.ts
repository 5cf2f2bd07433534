import type {
  BackendTLSPolicySpec,
  BackendTLSPolicySpecTargetRefs,
} from '../../../src/crd/generated/types/gateway-api/backend-tls-policy.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { type Json, type SourceObject, specOf } from '../../../src/model/object.ts'
import { unknownTls } from './unknown-tls.ts'

/**
 * TLS that clients speak to a Service: istiod makes a DestinationRule with `tls.mode: SIMPLE` of it, which sidecars, waypoints and gateways
 * follow, and which fills in what a DestinationRule for the host leaves unset (istio:pilot/pkg/config/kube/gateway/backend_policies.go,
 * pilot/pkg/model/destination_rule.go). A client that follows it shows no certificate of the mesh.
 */
export const backendTlsPolicyReader: KindReader = {
  group: 'gateway.networking.k8s.io',
  kind: 'BackendTLSPolicy',
  phase: 'objects',
  read(object, { settings, diagnostics }, into) {
    const { targetRefs = [], validation = {} } = specOf<BackendTLSPolicySpec>(object)
    const spec = object.place.field('spec')
    for (const [index, target] of targetRefs.entries()) {
      const at = spec.field('targetRefs').index(index)
      if (isWhole(target) && !isPutAside(object))
        into.backendPolicies.push(
          tlsPolicy(object, `${target.name}.${object.ref.namespace}.svc.${settings.clusterDomain}`, at, validation as Json),
        )
      else {
        diagnostics.push(diagnose(catalogue.backendTlsTarget, at, { policy: objectText(object.ref) }))
        into.unread.push(unknownTls(object, at))
      }
    }
    return true
  },
}

/** One port of a Service, or what a ServiceEntry declares, is not known while this is read. */
function isWhole({ group = '', kind, name, sectionName }: BackendTLSPolicySpecTargetRefs): boolean {
  return group === '' && kind === 'Service' && name !== undefined && sectionName === undefined
}

/** Some releases of istiod leave out what is annotated so. */
function isPutAside({ annotations }: SourceObject): boolean {
  return annotations['istio.io/ignore-policy-attachment'] !== undefined
}

function tlsPolicy({ ref, place, owners, creationTimestamp }: SourceObject, host: string, hostPlace: Place, settings: Json): BackendPolicy {
  const at = place.field('spec').field('validation')
  return {
    name: ref.name,
    namespace: ref.namespace,
    host,
    hostPlace,
    fillsIn: true,
    policy: { topics: [], tls: { mode: 'simple', settings, place: at }, ports: [], place: at },
    subsets: [],
    owners,
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    place,
  }
}
