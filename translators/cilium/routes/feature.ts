import type { Place } from '../../../src/diagnostics/place.ts'

/**
 * What rules and DestinationRules ask for that not every form can say: `routes` are HTTPRoutes with a Service parent as Cilium's operator translates them,
 * `envoy` a CiliumEnvoyConfig. Conditions on methods, headers and query parameters, weights, header changes, timeouts and whole mirrors can be said in both.
 */
const forms = {
  // Listeners of HTTPRoutes see paths as they were sent: `/a/../b` (measured: Cilium 1.20.2, Envoy 1.40.0).
  path: 'envoy',
  authority: 'envoy',
  scheme: 'envoy',
  // `withoutHeaders`, and matches without regard to case.
  matcher: 'envoy',
  // Without a port of its own, the operator writes the port of the listener into the Location.
  redirect: 'envoy',
  'path-rewrite': 'envoy',
  'direct-response': 'envoy',
  // The operator answers preflights of unknown origins, which Istio passes on.
  cors: 'envoy',
  // The operator retries on resets, and has no timeout for one try.
  retries: 'envoy',
  // The operator divides to whole percents.
  'mirror-share': 'envoy',
  // Routes for several ports of one Service share one table.
  'several-ports': 'envoy',
  // Of the header changes of a destination the operator takes the last only, found by the name of its Service.
  'destination-headers': 'envoy',
  // Routes need a ReferenceGrant beside such a destination.
  'other-namespace': 'envoy',
  // Without a protocol of its own, a cluster of the operator speaks what the client speaks.
  protocol: 'envoy',
  'connection-settings': 'envoy',
  // Operators of other releases order routes and retry in other ways (translators/cilium/releases.ts).
  release: 'envoy',
  // The order that specificity gives, or what the schema of HTTPRoute does not take.
  'route-schema': 'envoy',
  unsayable: 'none',
} as const satisfies Readonly<Record<string, 'envoy' | 'none'>>

export type Feature = keyof typeof forms

/**
 * The same at a Gateway of Cilium, whose routes have no other form: an HTTPRoute, or refused. Conditions on paths are patterns there, in the order of the rules,
 * after one that takes the paths which Istio would have changed (translators/cilium/ingress/path-guard.ts).
 */
const atGateways = {
  path: 'route',
  redirect: 'route',
  'path-rewrite': 'route',
  'several-ports': 'route',
  'other-namespace': 'route',
  authority: 'none',
  scheme: 'none',
  matcher: 'none',
  'direct-response': 'none',
  cors: 'none',
  retries: 'none',
  'mirror-share': 'none',
  'destination-headers': 'none',
  protocol: 'none',
  'connection-settings': 'none',
  release: 'none',
  'route-schema': 'none',
  unsayable: 'none',
} as const satisfies Readonly<Record<Feature, 'route' | 'none'>>

/** A value of the input that asks for a feature; `what` completes "because of …". */
export interface AskedFeature {
  readonly feature: Feature
  readonly place: Place
  readonly what: string
}

/** The form in which the routes of one port of a Service are written. */
export type RouteForm =
  | { readonly form: 'routes' }
  | { readonly form: 'envoy'; readonly because: AskedFeature }
  | { readonly form: 'refused'; readonly because: readonly [AskedFeature, ...AskedFeature[]] }

/** What keeps rules from being an HTTPRoute at a Gateway. */
export function refusedAtGateway(asked: readonly AskedFeature[]): readonly AskedFeature[] {
  return asked.filter(({ feature }) => atGateways[feature] === 'none')
}

/** An HTTPRoute where it says everything, else a CiliumEnvoyConfig; refused where one value fits neither. */
export function routeFormOf(asked: readonly AskedFeature[]): RouteForm {
  const [unsayable, ...more] = asked.filter(({ feature }) => forms[feature] === 'none')
  if (unsayable !== undefined) return { form: 'refused', because: [unsayable, ...more] }
  const [because] = asked
  return because === undefined ? { form: 'routes' } : { form: 'envoy', because }
}
