import { applying } from './catalogue/applying.ts'
import { authentication } from './catalogue/authentication.ts'
import { authorization } from './catalogue/authorization.ts'
import { authorizationAtWaypoints } from './catalogue/authorization-at-waypoints.ts'
import { authorizationAtZtunnel } from './catalogue/authorization-at-ztunnel.ts'
import { backends } from './catalogue/backends.ts'
import { cilium } from './catalogue/cilium.ts'
import { ciliumClients } from './catalogue/cilium-clients.ts'
import { ciliumEgress } from './catalogue/cilium-egress.ts'
import { ciliumEnrolment } from './catalogue/cilium-enrolment.ts'
import { ciliumFailOpen } from './catalogue/cilium-fail-open.ts'
import { ciliumHttp } from './catalogue/cilium-http.ts'
import { ciliumIdentities } from './catalogue/cilium-identities.ts'
import { ciliumIngress } from './catalogue/cilium-ingress.ts'
import { ciliumRoutes } from './catalogue/cilium-routes.ts'
import { cluster } from './catalogue/cluster.ts'
import { completeness } from './catalogue/completeness.ts'
import { configuration } from './catalogue/configuration.ts'
import { enrolment } from './catalogue/enrolment.ts'
import { input } from './catalogue/input.ts'
import { internal } from './catalogue/internal.ts'
import { kustomize } from './catalogue/kustomize.ts'
import { membership } from './catalogue/membership.ts'
import { meshValues } from './catalogue/mesh-values.ts'
import { networkPolicy } from './catalogue/network-policy.ts'
import { reading } from './catalogue/reading.ts'
import { routing } from './catalogue/routing.ts'
import { schema } from './catalogue/schema.ts'
import { trafficInput } from './catalogue/traffic-input.ts'
import { verification } from './catalogue/verification.ts'
import type { DiagnosticDefinition } from './diagnostic.ts'

/**
 * Every kind of finding. Codes: 0xxx reading files, 1xxx schemas, 20xx and 21xx what the input means, 30xx to 34xx the ambient target,
 * 40xx comparing and applying, 5xxx the Cilium target, 9xxx internal. A code is never reused; a retired one stays as a comment.
 */
export const catalogue = {
  ...reading,
  ...schema,
  ...input,
  ...meshValues,
  ...trafficInput,
  ...authorizationAtWaypoints,
  ...authorizationAtZtunnel,
  ...authorization,
  ...authentication,
  ...routing,
  ...backends,
  ...networkPolicy,
  ...enrolment,
  ...membership,
  ...applying,
  ...completeness,
  ...configuration,
  ...cluster,
  ...kustomize,
  ...verification,
  ...cilium,
  ...ciliumIdentities,
  ...ciliumClients,
  ...ciliumEgress,
  ...ciliumFailOpen,
  ...ciliumHttp,
  ...ciliumIngress,
  ...ciliumRoutes,
  ...ciliumEnrolment,
  ...internal,
} as const

/** The definition with a code, whatever its parameters. */
export function definitionOf(code: string): DiagnosticDefinition<never> | undefined {
  return byCode.get(code)
}

const byCode: ReadonlyMap<string, DiagnosticDefinition<never>> = new Map(
  Object.values(catalogue as Record<string, DiagnosticDefinition<never>>).map((definition) => [definition.code, definition]),
)
