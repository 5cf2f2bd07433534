import type { Workload } from '../../model/workload.ts'
import type { ClientKind } from '../parts/clients.ts'

/** Neighbours in the list of a kind's pods that are in one namespace. */
interface Neighbours {
  readonly namespace: string
  readonly pods: Workload[]
}

const neighbours = new WeakMap<ClientKind, readonly Neighbours[]>()

function neighboursOf(kind: ClientKind): readonly Neighbours[] {
  const known = neighbours.get(kind)
  if (known !== undefined) return known
  const found: Neighbours[] = []
  for (const pod of kind.workloads) {
    const last = found.at(-1)
    if (last?.namespace === pod.namespace) last.pods.push(pod)
    else found.push({ namespace: pod.namespace, pods: [pod] })
  }
  neighbours.set(kind, found)
  return found
}

/** The first pod of a kind that may send a request; a namespace of which none may is passed over as a whole. */
export function firstSender(
  kind: ClientKind,
  mayBeIn: (namespace: string) => boolean,
  maySend: (pod: Workload) => boolean,
): Workload | undefined {
  for (const { namespace, pods } of neighboursOf(kind)) {
    const pod = mayBeIn(namespace) ? pods.find(maySend) : undefined
    if (pod !== undefined) return pod
  }
  return undefined
}
