import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { Workload } from '../../model/workload.ts'
import { Assignment } from '../diagrams/assignment.ts'
import { attributesOfSender, type KnownAttributes } from '../diagrams/client-classes.ts'
import type { Outcome } from '../diagrams/leaf.ts'
import { PartDiagrams } from '../diagrams/part-diagrams.ts'
import type { PartitionCache } from '../diagrams/partition-cache.ts'
import { wayToOutcomes } from '../diagrams/way-to-outcomes.ts'
import type { ClientKind } from '../parts/clients.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { type Part, partsOf } from '../parts/part.ts'
import { ownHosts, witnessRequest } from './witness.ts'

/** Of so many clients requests are looked for at one destination. */
const clientsAtMost = 12

/**
 * HTTP requests that stand for what both meshes decide at a destination, at most four: one that both allow, another one of the same client that both deny,
 * one of a client that may do less, and one from outside of the mesh that both deny. They are taken from the diagrams of both; what the reference evaluator
 * makes of them in the end is for the caller to ask.
 */
export function representativeRequests(
  meshes: readonly [Mesh, Mesh],
  destination: ComparedDestination,
  kinds: readonly ClientKind[],
  cache: PartitionCache,
): readonly Request[] {
  const parts = partsOf(...meshes, destination, kinds).filter(isAsked)
  if (parts.length === 0) return []
  const diagrams = PartDiagrams.of(meshes, parts, cache)
  if ('tooLarge' in diagrams) return []
  const ask = (part: Part, client: Workload | undefined, isWanted: (outcome: Outcome) => boolean): Request | undefined => {
    const nodes = [diagrams.before(part), diagrams.after(part)] as const
    const ofClient = attributesOfSender(client, meshes[0])
    // Under its own name, which is how clients usually ask; of pods any is as good.
    const [host] = destination.address.kind === 'service' ? ownHosts(destination, meshes[0]) : []
    const known: KnownAttributes = (attribute) => (attribute.kind === 'authority' && host !== undefined ? host : ofClient(attribute))
    const way = wayToOutcomes(diagrams.universe, nodes, known, (before, after) => isWanted(alone(before)) && isWanted(after))
    const asked = way === undefined ? undefined : witnessRequest(new Assignment(diagrams.universe, way), part, meshes, client)
    return asked === undefined || 'needs' in asked ? undefined : asked.request
  }
  const clients = parts.flatMap((part) => part.kind.workloads.map((client) => ({ part, client })))
  const asked = firstOfEach(clients.filter(({ client }) => isClient(client, destination))).slice(0, clientsAtMost)
  const allowed = asked.map(({ part, client }) => ask(part, client, isAllowed))
  const denied = asked.map(({ part, client }) => ask(part, client, isDenied))
  const first = allowed.findIndex((request) => request !== undefined)
  const lesser = allowed.findIndex((request, index) => request === undefined && denied[index] !== undefined)
  const outside = parts.filter(({ kind }) => kind.workloads.length === 0 && kind.before === 'none' && kind.after === 'none')
  return [
    allowed[first],
    denied[first],
    denied[lesser],
    outside.map((part) => ask(part, undefined, isDenied)).find((request) => request !== undefined),
  ].filter((request) => request !== undefined)
}

/** Gateways route what comes in from outside, and one that bypasses its sidecar now and then is known by nothing that a request has. */
function isAsked({ kind, protocol }: Part): boolean {
  return protocol === 'http' && kind.before !== 'gateway' && kind.after !== 'gateway'
}

/** Pods of the cluster that have what their namespace gives them, but for those that are asked. */
function isClient({ namespace, name, hostNetwork, gateway, address, ownDataPlane }: Workload, { workloads }: ComparedDestination): boolean {
  return !hostNetwork && !gateway && address === undefined && ownDataPlane === undefined && !workloads.includes(`${namespace}/${name}`)
}

/** Clients of one service account are one. */
function firstOfEach<One extends { readonly client: Workload }>(clients: readonly One[]): readonly One[] {
  const found = new Map<string, One>()
  for (const one of clients) {
    const key = `${one.client.namespace}/${one.client.serviceAccount}`
    if (!found.has(key)) found.set(key, one)
  }
  return [...found.values()]
}

function alone(outcome: Outcome): Outcome {
  return outcome.kind === 'beside' ? outcome.outcome : outcome
}

function isAllowed(outcome: Outcome): boolean {
  return (
    outcome.kind === 'answered' ||
    (outcome.kind === 'sent' && outcome.arrivals.length > 0 && outcome.arrivals.every(({ allowed }) => allowed))
  )
}

function isDenied(outcome: Outcome): boolean {
  return (
    outcome.kind === 'denied' ||
    (outcome.kind === 'sent' && outcome.arrivals.length > 0 && outcome.arrivals.every(({ allowed }) => !allowed))
  )
}
