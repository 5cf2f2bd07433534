import type { Mesh } from '../model/mesh.ts'
import type { Client, Request } from '../model/request.ts'
import type { Workload } from '../model/workload.ts'
import { findWorkload, workloadsOf } from '../resolve/services.ts'
import type { ClientKind } from '../verify/parts/clients.ts'
import { anyRelation, type Relation } from './relation.ts'
import type { SeenClient } from './seen-traffic.ts'

/** A client that was seen: whether it is one of a difference, and the clients by which its requests can be decided. */
export interface Asking {
  readonly relation: Relation
  /** Those that it may be; none where it is not known enough to ask for it. */
  readonly clients: readonly { readonly name: string; readonly as: (witness: Request) => Client }[]
}

/** Whether who sent it is of the kinds of clients that a difference is about. */
export function byClient(kinds: readonly ClientKind[], client: SeenClient, before: Mesh): Asking {
  switch (client.kind) {
    case 'missing':
      return { relation: { perhaps: client.why }, clients: [] }
    case 'outside':
      return { relation: kinds.some((kind) => kind.before === 'none') ? 'yes' : 'no', clients: [] }
    case 'workload': {
      const workload = findWorkload(before, client.namespace, client.name)
      if (workload !== undefined) return ofPods(kinds, [workload])
      return stranger(kinds, { namespace: client.namespace, called: `${client.namespace}/${client.name}` }, before)
    }
    case 'identity': {
      const pods = workloadsOf(before, client.namespace).filter(({ serviceAccount }) => serviceAccount === client.serviceAccount)
      if (pods.length > 0) return ofPods(kinds, pods)
      return stranger(kinds, { namespace: client.namespace, called: `a pod under ${client.namespace}/${client.serviceAccount}` }, before)
    }
  }
}

function ofPods(kinds: readonly ClientKind[], pods: readonly Workload[]): Asking {
  const own = pods.filter((pod) => kinds.some(({ workloads }) => workloads.some((one) => isSame(one, pod))))
  return {
    relation: own.length > 0 ? 'yes' : 'no',
    clients: own.map((pod) => ({ name: `${pod.namespace}/${pod.name}`, as: (witness) => asClientOf(pod, witness) })),
  }
}

/** Pods that the input does not have are what their Namespace says; of one that it does not have nothing is known. */
function stranger(
  kinds: readonly ClientKind[],
  { namespace, called }: { readonly namespace: string; readonly called: string },
  before: Mesh,
): Asking {
  const perhaps = { perhaps: `${called} sends, and is not in the input` }
  if (before.namespaces.some(({ name }) => name === namespace)) {
    const isMember = kinds.some(({ strangers, known }) => known === undefined && strangers !== 'any' && strangers.includes(namespace))
    // Its own label may say otherwise of a pod.
    return { relation: anyRelation([isMember ? 'yes' : 'no', perhaps]), clients: [] }
  }
  const open = kinds.some(({ strangers }) => strangers === 'any')
  return { relation: open ? perhaps : 'no', clients: [] }
}

function isSame(a: Workload, b: Workload): boolean {
  return a.namespace === b.namespace && a.name === b.name && a.kind === b.kind
}

/** The same request, sent by these pods. */
function asClientOf({ namespace, name, gateway, serviceAccount, labels }: Workload, { client }: Request): Client {
  const ip = client.ip === undefined ? {} : { ip: client.ip }
  if (!gateway) return { kind: 'workload', namespace, name, ...ip }
  const at = client.kind === 'ingress' && client.gateway !== undefined ? { gateway: client.gateway } : {}
  return { kind: 'ingress', namespace, serviceAccount, labels, ...at, ...ip }
}
