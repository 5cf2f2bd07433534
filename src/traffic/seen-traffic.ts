/** What one series of a metric, or one edge of a graph, says was sent: who to whom, and how much. It says nothing of method, path or port. */
export interface SeenTraffic {
  readonly client: SeenClient
  readonly destination: SeenDestination
  /** Who counted it: one request is counted by the proxy of its client and by that of its destination. */
  readonly reporter: string
  readonly amount: number
  readonly unit: TrafficUnit
  /** What of the amount was answered with 401 or 403. */
  readonly refused: number
  /** Where it stands: `traffic.json data.result[3]`. */
  readonly series: string
}

/** `value`: what an expression such as `sum by (…)` makes of a metric, whose name and unit it drops. */
export type TrafficUnit = 'requests' | 'requests/s' | 'connections' | 'bytes/s' | 'value'

export type SeenClient =
  | { readonly kind: 'workload'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'identity'; readonly namespace: string; readonly serviceAccount: string }
  /** A client that showed no identity. */
  | { readonly kind: 'outside' }
  /** Who it was is not known: why. */
  | { readonly kind: 'missing'; readonly why: string }

export interface SeenDestination {
  /** Services (`namespace/name`) by which it was called: one, or several of which it was one. */
  readonly services: readonly string[]
  /** The pods (`namespace/name`) that took it. */
  readonly workload?: string
  /** A host outside of the cluster, or the cluster of Envoy that takes what has none: `PassthroughCluster`, `BlackHoleCluster`. */
  readonly host?: string
  /** Nothing of the above is known: why. */
  readonly missing?: string
}

/** What was read of a file, or what is wrong with it and where. */
export type TrafficReading = { readonly traffic: readonly SeenTraffic[] } | { readonly problem: string }

/** `spiffe://cluster.local/ns/shop/sa/web`: who showed it. */
export function identityOfPrincipal(principal: string | undefined): SeenClient | undefined {
  const [, namespace, serviceAccount] = /^spiffe:\/\/[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal ?? '') ?? []
  return namespace === undefined || serviceAccount === undefined ? undefined : { kind: 'identity', namespace, serviceAccount }
}

/** What is called `cart` in `shop`; a name with dots is a host of a ServiceEntry, and that of a cluster of Envoy is neither. */
export function calledBy(namespace: string | undefined, name: string): Pick<SeenDestination, 'services' | 'host'> {
  if (/^InboundPassthroughCluster/.test(name)) return { services: [] }
  if (name.includes('.') || /Cluster$/.test(name) || namespace === undefined) return { services: [], host: name }
  return { services: [`${namespace}/${name}`] }
}
