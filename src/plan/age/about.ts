import type { ObjectRef } from '../../diagnostics/place.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { groupOf } from '../../model/api-group.ts'
import { resolveHost } from '../../model/mesh.ts'
import { ownValue } from '../../model/own-value.ts'
import { hostsMatch } from '../../resolve/hosts.ts'

export interface ObjectOfAge {
  readonly ref: ObjectRef
  readonly value: Readonly<Record<string, unknown>>
  /** When the cluster of the input made it; absent where the input does not say. */
  readonly created?: string
}

/** How much of what two objects are about is the same: `all` where whichever is older leaves the other one without effect. */
export type Shared = 'nothing' | 'some' | 'all'

type Sharing = (a: ObjectOfAge, b: ObjectOfAge, clusterDomain: string) => Shared

/** How much of what two objects are about is the same, where of their kind istiod takes the oldest. */
export function sharedByAge(a: ObjectOfAge, b: ObjectOfAge, clusterDomain: string): Shared {
  return kindOf(a) === kindOf(b) ? (sharing.get(kindOf(a))?.(a, b, clusterDomain) ?? 'nothing') : 'nothing'
}

/**
 * The kinds of which istiod takes the oldest object of several about the same: VirtualServices and DestinationRules by host
 * (istio:pilot/pkg/model/push_context.go initVirtualServices, setDestinationRules), PeerAuthentications and Sidecars by namespace and selector
 * (istio:pilot/pkg/model/authentication.go, sidecar.go).
 */
const sharing: ReadonlyMap<string, Sharing> = new Map<string, Sharing>([
  [
    'networking.istio.io/VirtualService',
    (a, b, domain) => (isForGateways(a) || isForGateways(b) ? atMostSome(sharedHosts(a, b, domain)) : sharedHosts(a, b, domain)),
  ],
  // Subsets of all of them are put together.
  ['networking.istio.io/DestinationRule', (a, b, domain) => atMostSome(sharedHosts(a, b, domain))],
  ['networking.istio.io/Sidecar', (a, b) => sharedPods(a, b, 'workloadSelector')],
  ['security.istio.io/PeerAuthentication', (a, b) => sharedPods(a, b, 'selector')],
])

function kindOf({ ref }: ObjectOfAge): string {
  return `${groupOf(ref.apiVersion)}/${ref.kind}`
}

function atMostSome(shared: Shared): Shared {
  return shared === 'all' ? 'some' : shared
}

function sharedHosts(a: ObjectOfAge, b: ObjectOfAge, clusterDomain: string): Shared {
  const [own, others] = [hostsOf(a, clusterDomain), hostsOf(b, clusterDomain)]
  if (!own.some((host) => others.some((other) => hostsMatch(host, other)))) return 'nothing'
  return own.every((host) => others.includes(host)) && others.every((host) => own.includes(host)) ? 'all' : 'some'
}

function hostsOf({ ref, value }: ObjectOfAge, clusterDomain: string): readonly string[] {
  const listed = specValue(value, 'hosts')
  const hosts: readonly unknown[] = Array.isArray(listed) ? listed : [specValue(value, 'host')]
  return hosts.flatMap((host) => (typeof host === 'string' ? [resolveHost(host, ref.namespace, clusterDomain)] : []))
}

/** Gateways put together the routes of all VirtualServices of a host. */
function isForGateways({ value }: ObjectOfAge): boolean {
  const gateways = specValue(value, 'gateways')
  return Array.isArray(gateways) && gateways.some((name) => name !== 'mesh')
}

function sharedPods(a: ObjectOfAge, b: ObjectOfAge, selector: string): Shared {
  if (a.ref.namespace !== b.ref.namespace) return 'nothing'
  const [own, other] = [a, b].map(({ value }) => labelText(specValue(value, selector)))
  if (own === other) return 'all'
  return own === '' || other === '' ? 'nothing' : 'some'
}

/** The labels that a selector asks for, as one text; empty where it asks for none. */
function labelText(selector: unknown): string {
  const labels = isRecord(selector) ? (ownValue(selector, 'matchLabels') ?? ownValue(selector, 'labels')) : undefined
  const entries = isRecord(labels) ? Object.entries(labels) : []
  return entries.length === 0 ? '' : JSON.stringify([...entries].sort(([x], [y]) => (x < y ? -1 : 1)))
}

function specValue(value: ObjectOfAge['value'], field: string): unknown {
  const spec = ownValue(value, 'spec')
  return isRecord(spec) ? ownValue(spec, field) : undefined
}
