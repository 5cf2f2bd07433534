import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { pathText, placeAt } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import type { AuthorizationPolicySpec } from '../generated/types/istio/authorization-policy.ts'
import type { VirtualServiceSpec } from '../generated/types/istio/virtual-service.ts'
import { authorizationPolicyRefusals } from './authorization-policy.ts'
import type { Refusal } from './refusal.ts'
import { virtualServiceRefusals } from './virtual-service.ts'

/**
 * What Istio's validating webhook refuses though the schema allows it, as far as the meaning of the object depends on it. `value` fits
 * its schema.
 */
export function webhookDiagnostics(object: SourceObject, value: Readonly<Record<string, unknown>>): Diagnostic[] {
  return refusalsOf(object, value).map(({ path, reason }) =>
    diagnose(catalogue.webhookRefuses, placeAt(object.place, path), { path: pathText(path), reason }),
  )
}

function refusalsOf(object: SourceObject, value: Readonly<Record<string, unknown>>): Refusal[] {
  const { apiVersion, kind } = object.ref
  const spec = value.spec ?? {}
  if (kind === 'AuthorizationPolicy' && apiVersion.startsWith('security.istio.io/')) {
    return authorizationPolicyRefusals(spec as AuthorizationPolicySpec, object.annotations)
  }
  if (kind === 'VirtualService' && apiVersion.startsWith('networking.istio.io/')) return virtualServiceRefusals(spec as VirtualServiceSpec)
  return []
}
