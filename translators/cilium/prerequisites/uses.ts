import type { Change } from '../../../src/model/change.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'

/** What the objects that are added use of Cilium. */
export interface Uses {
  /** CiliumNetworkPolicies and CiliumClusterwideNetworkPolicies. */
  readonly policies: boolean
  /** Rules about HTTP requests or DNS names, which the proxy enforces. */
  readonly proxyRules: boolean
  readonly envoyConfigs: boolean
  /** Routes, Gateways and grants of the Gateway API. */
  readonly gatewayApi: boolean
  /** Denials that stand for strict mutual TLS. */
  readonly strict: boolean
}

const group = (object: KubernetesObject): string => object.apiVersion.split('/')[0] ?? ''

/** Reads what was written, whichever emitter wrote it. */
export function usedBy(changes: readonly Change[]): Uses {
  const added = changes.flatMap((change) => (change.kind === 'add' ? [change] : []))
  const policies = added.filter(({ object }) => group(object) === 'cilium.io' && object.kind.endsWith('NetworkPolicy'))
  return {
    policies: policies.length > 0,
    proxyRules: policies.some(({ object }) => asksTheProxy(object)),
    envoyConfigs: added.some(({ object }) => group(object) === 'cilium.io' && object.kind.endsWith('EnvoyConfig')),
    gatewayApi: added.some(({ object }) => group(object) === 'gateway.networking.k8s.io'),
    strict: policies.some(({ causes }) => causes.some(({ object }) => object.kind === 'PeerAuthentication')),
  }
}

/** Whether some `toPorts` has `rules`, a `listener` or names of TLS servers: connections to it pass Envoy or the DNS proxy (cc:pkg/policy/api/l4.go). */
function asksTheProxy(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(asksTheProxy)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([field, inner]) => ['rules', 'listener', 'serverNames', 'originatingTLS', 'terminatingTLS'].includes(field) || asksTheProxy(inner),
  )
}
