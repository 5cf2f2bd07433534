import type { Change } from '../../../src/model/change.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'

/** What the objects that are added use of Cilium. */
export interface Uses {
  /** CiliumNetworkPolicies and CiliumClusterwideNetworkPolicies. */
  readonly policies: boolean
  /** Rules about HTTP requests or DNS names, which the proxy enforces. */
  readonly proxyRules: boolean
  /** Rules about HTTP requests alone. */
  readonly httpRules: boolean
  readonly envoyConfigs: boolean
  /** Routes, Gateways and grants of the Gateway API. */
  readonly gatewayApi: boolean
  /** Gateways of class `cilium`. */
  readonly gateways: boolean
  /** Listeners of such Gateways that terminate TLS. */
  readonly terminatedTls: boolean
  /** Denials that stand for strict mutual TLS. */
  readonly strict: boolean
  /** Routes of the input must not be programmed. */
  readonly routesOff: boolean
}

const group = (object: KubernetesObject): string => object.apiVersion.split('/')[0] ?? ''

/** Reads what was written, whichever emitter wrote it. */
export function usedBy(changes: readonly Change[], routesOff = false): Uses {
  const added = changes.flatMap((change) => (change.kind === 'add' ? [change] : []))
  const policies = added.filter(({ object }) => group(object) === 'cilium.io' && object.kind.endsWith('NetworkPolicy'))
  const gateways = added.filter(({ object }) => group(object) === 'gateway.networking.k8s.io' && object.kind === 'Gateway')
  return {
    policies: policies.length > 0,
    proxyRules: policies.some(({ object }) => hasField(object, proxied)),
    httpRules: policies.some(({ object }) => hasField(object, requests)),
    envoyConfigs: added.some(({ object }) => group(object) === 'cilium.io' && object.kind.endsWith('EnvoyConfig')),
    gatewayApi: added.some(({ object }) => group(object) === 'gateway.networking.k8s.io'),
    gateways: gateways.length > 0,
    terminatedTls: gateways.some(({ object }) => listenersOf(object).some(({ tls }) => tls !== undefined)),
    strict: policies.some(({ causes }) => causes.some(({ object }) => object.kind === 'PeerAuthentication')),
    routesOff,
  }
}

function listenersOf({ spec }: KubernetesObject): readonly { readonly tls?: unknown }[] {
  const { listeners = [] } = (spec ?? {}) as { readonly listeners?: readonly { readonly tls?: unknown }[] }
  return listeners
}

/** Fields of `toPorts` for which connections pass Envoy or the DNS proxy (cc:pkg/policy/api/l4.go). */
const proxied: ReadonlySet<string> = new Set(['rules', 'listener', 'serverNames', 'originatingTLS', 'terminatingTLS'])

const requests: ReadonlySet<string> = new Set(['http'])

function hasField(value: unknown, fields: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((inner) => hasField(inner, fields))
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([field, inner]) => fields.has(field) || hasField(inner, fields))
}
