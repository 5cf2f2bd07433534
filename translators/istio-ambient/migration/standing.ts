/** What decides whether the pods of a namespace leave their sidecars. */
export interface NamespaceSituation {
  /** Something is held back that concerns the whole mesh. */
  readonly meshHeld: boolean
  readonly namespaceHeld: boolean
  /** The namespace shows that sidecars run in it. */
  readonly runsSidecars: boolean
  /** Some of its workloads are held back by themselves. */
  readonly someHeld: boolean
  /** Some of its workloads leave their sidecars. Only asked where others are held back. */
  readonly someLeave: () => boolean
}

/** `in-part`: the Namespace moves, and some of its workloads stay. */
export type NamespaceStanding = 'moves' | 'in-part' | 'stays'

/** Where every workload stays, the Namespace does: pods that the input does not have may be under what keeps the others. */
export function namespaceStanding({ meshHeld, namespaceHeld, runsSidecars, someHeld, someLeave }: NamespaceSituation): NamespaceStanding {
  if (meshHeld || namespaceHeld || !runsSidecars) return 'stays'
  if (!someHeld) return 'moves'
  return someLeave() ? 'in-part' : 'stays'
}

/** What decides whether a waypoint can be bound for a Service or an external host. */
export interface BindSituation {
  /** What becomes of the namespace of the Service or ServiceEntry. */
  readonly namespace: NamespaceStanding
  readonly external: boolean
  /** ztunnel can send what is for its address through a waypoint: a headless Service has none. */
  readonly virtualAddress: boolean
  /** Of the pods that it selects, where the input has some. */
  readonly pods: 'none' | { readonly someMove: boolean; readonly someHeld: boolean }
  /** It selects pods of a gateway that is in the input. */
  readonly ofGateways: boolean
}

/**
 * A Service is bound where all of its pods that have sidecars leave them: half of them behind a waypoint would have two different checks at one
 * address. Pods that the input does not have are taken to leave them only where the whole namespace does.
 */
export function canBindWaypoint({ namespace, external, virtualAddress, pods, ofGateways }: BindSituation): boolean {
  if (namespace === 'stays') return false
  if (external) return true
  if (!virtualAddress) return false
  return pods === 'none' ? !ofGateways && namespace === 'moves' : pods.someMove && !pods.someHeld
}
