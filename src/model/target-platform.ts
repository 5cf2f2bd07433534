/** A figure or a version, and where it is from: `repo:path` or a documentation page. */
export interface Sourced<T> {
  readonly value: T
  readonly source: string
}

/** What containers ask the scheduler for: thousandths of a CPU and MiB of memory, from the least to the most. */
export interface ResourceRequests {
  readonly cpu: { readonly low: number; readonly high: number }
  readonly memory: { readonly low: number; readonly high: number }
}

/** A proxy or agent, and what one of it asks for where nothing else is set. */
export interface Component {
  readonly name: string
  readonly requests: Sourced<ResourceRequests>
}

/** What a target needs of the cluster, and what runs there for it: facts that no manifest of a mesh has. */
export interface TargetPlatform {
  /** The first releases with which it is stable. */
  readonly oldest: Readonly<Partial<Record<'istio' | 'gatewayApi' | 'cilium' | 'kernel', Sourced<string>>>>
  /** Whether its policies are those of Istio, so that what there is stays. */
  readonly keepsPolicies: boolean
  /** The network plugin that it is part of; absent where it runs beside any. */
  readonly networkPlugin?: string
  /** What each node runs for it. */
  readonly onNodes: readonly Component[]
  /** Proxies that a connection meets between two pods; `http` where there are rules about HTTP. */
  readonly hops: Sourced<{ readonly tcp: number; readonly http: number }>
}

const same = (value: number): { readonly low: number; readonly high: number } => ({ low: value, high: value })

export function requests(cpu: number, memory: number): ResourceRequests {
  return { cpu: same(cpu), memory: same(memory) }
}
