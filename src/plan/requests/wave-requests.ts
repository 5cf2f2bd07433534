import type { Change } from '../../model/change.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { PortProtocol } from '../../model/service.ts'
import type { Workload } from '../../model/workload.ts'
import { understandsHttp } from '../../resolve/declared-protocol.ts'
import { podSelector } from '../../rollout/pod-selector.ts'
import type { Translation } from '../../translation.ts'
import type { Comparison, Difference } from '../../verify/comparison.ts'
import type { PartitionCache } from '../../verify/diagrams/partition-cache.ts'
import { type ClientKind, clientKinds } from '../../verify/parts/clients.ts'
import type { ComparedDestination } from '../../verify/parts/compared-destination.ts'
import { comparedDestinations } from '../../verify/parts/destinations.ts'
import { isBesideServices } from '../../verify/parts/own-addresses.ts'
import { representativeRequests } from '../../verify/witness/representative.ts'
import type { States } from '../states.ts'
import { type ExpectedAnswer, expectedAnswer } from './expected-answer.ts'
import { asAsked, protocolAt, type SentRequest, sentRequest } from './sent-request.ts'

/** A request to send while a wave is rolled out. */
export interface WaveRequest {
  readonly sent: SentRequest
  /** Before the wave, and after each of its steps; undefined where the input does not say what is answered. */
  readonly expected: readonly (ExpectedAnswer | undefined)[]
}

/** So many Service ports, and so many ports of pods, are asked in a wave. */
const servicesAtMost = 24
const podsAtMost = 8

/**
 * Requests that show a cluster to be in the states that were compared: some that stand for what is decided at the Services of a wave and at the pods behind
 * them, and those that show what a step, or the end, denies. What is expected is what the reference evaluator says of each state; a request that the start
 * denies is never expected to be allowed.
 */
export class WaveRequests {
  readonly #states: States
  readonly #end: Comparison
  readonly #translation: Translation
  readonly #known = new Map<string, readonly Request[]>()
  readonly #cache: PartitionCache = new Map()
  #asked: { readonly destinations: readonly ComparedDestination[]; readonly kinds: readonly ClientKind[] } | undefined

  /** `end` is the comparison of the whole translation. */
  constructor(translation: Translation, states: States, end: Comparison) {
    this.#translation = translation
    this.#states = states
    this.#end = end
  }

  /** The ports of Services and pods of some namespaces that are not asked, because there are more than a wave sends requests to. */
  leftOut(namespaces: readonly string[]): readonly string[] {
    const { services, pods } = this.#destinationsOf(namespaces)
    return [...services.slice(servicesAtMost), ...pods.slice(podsAtMost)].map(({ name }) => name)
  }

  /** Of the Services of some namespaces; `changes` are those that are made before the wave, and after each step. */
  of(namespaces: readonly string[], changes: readonly (readonly Change[])[], interim: readonly Difference[]): readonly WaveRequest[] {
    const meshes = changes.map((made) => this.#states.meshes(made))
    const found = new Map<string, WaveRequest>()
    for (const request of [...this.#representative(namespaces), ...this.#shown(namespaces, interim)]) {
      const one = expectedIn(meshes, request, (workload) => podFlag(this.#translation, workload))
      if (one !== undefined) found.set(JSON.stringify(one.sent), one)
    }
    return [...found.values()]
  }

  #destinationsOf(namespaces: readonly string[]) {
    const meshes = this.#states.meshes(this.#translation.emission.changes)
    this.#asked ??= { destinations: comparedDestinations(...meshes), kinds: clientKinds(...meshes) }
    const { destinations, kinds } = this.#asked
    const isOf = ({ address, gateway, called, serverName, instead }: ComparedDestination) =>
      address.kind !== 'host' &&
      namespaces.includes(address.namespace) &&
      [gateway, called, serverName, instead].every((one) => one === undefined)
    const own = destinations.filter(isOf)
    const services = own.filter(({ address }) => address.kind === 'service')
    const pods = own.filter(({ address }) => address.kind === 'pod' && isBesideServices(meshes[0], address))
    return { meshes, kinds, services, pods }
  }

  #representative(namespaces: readonly string[]): readonly Request[] {
    const { meshes, kinds, services, pods } = this.#destinationsOf(namespaces)
    return [...services.slice(0, servicesAtMost), ...pods.slice(0, podsAtMost)].flatMap((destination) => {
      const requests = this.#known.get(destination.name) ?? representativeRequests(meshes, destination, kinds, this.#cache)
      this.#known.set(destination.name, requests)
      return requests
    })
  }

  /** What shows a difference that the steps leave for the time being, or the end for good. */
  #shown(namespaces: readonly string[], interim: readonly Difference[]): readonly Request[] {
    const narrower = this.#end.differences.filter(({ verdict }) => verdict === 'narrower')
    return [...interim, ...narrower].flatMap(({ witness }) => {
      const address = witness?.request.address
      return address !== undefined && address.kind !== 'host' && namespaces.includes(address.namespace) ? [witness!.request] : []
    })
  }
}

/** How `kubectl get pods` lists the pods of a workload. */
function podFlag({ input }: Translation, { kind, namespace, name, address }: Workload): string | undefined {
  if (address !== undefined) return undefined
  if (kind === 'Pod') return `--field-selector=metadata.name=${name}`
  const object = input.objects.find(({ ref }) => ref.kind === kind && ref.namespace === namespace && ref.name === name)
  const selector = object === undefined ? undefined : podSelector(object)
  return selector === undefined ? undefined : `--selector=${selector}`
}

function expectedIn(
  meshes: readonly (readonly [start: Mesh, state: Mesh])[],
  request: Request,
  podsOf: (workload: Workload) => string | undefined,
): WaveRequest | undefined {
  const [start] = meshes[0]!
  const sent = sentRequest(start, request, podsOf)
  if (sent === undefined) return undefined
  const protocol = protocolAt(start, request.address)
  const { ip: _, ...client } = request.client
  const asked = [asAsked(request, sent.from), ...(client.kind === 'workload' ? [{ ...request, client }] : [])]
  const answered = (mesh: Mesh): ExpectedAnswer | undefined => {
    const [own, ...others] = asked.map((one) => expectedAnswer(mesh, one))
    return others.every((other) => JSON.stringify(other) === JSON.stringify(own)) && isTold(protocol, own) ? own : undefined
  }
  const atStart = answered(start)
  const expected = meshes.map(([, state]) => {
    const answer = answered(state)
    return atStart === undefined || (atStart.verdict === 'denied' && answer?.verdict !== 'denied') ? undefined : answer
  })
  return expected.every((one) => one === undefined) ? undefined : { sent, expected }
}

/** Whether an answer shows anything: on a port that may speak another protocol than HTTP, what becomes of the connection does not. */
function isTold(protocol: PortProtocol | undefined, answer: ExpectedAnswer | undefined): boolean {
  if (answer === undefined || protocol === undefined) return false
  const byStatus = answer.verdict === 'answered' || (answer.verdict === 'denied' && answer.by !== 'connection')
  return understandsHttp(protocol, byStatus ? 'http' : 'tcp')
}
