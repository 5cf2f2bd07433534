import { decide } from '../../decide/decide.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Client, Request } from '../../model/request.ts'
import type { Decision } from '../../model/verdict.ts'
import { asksExternally } from '../../resolve/external-authorizer.ts'
import type { Witness } from '../comparison.ts'
import type { PairVerdict } from '../diagrams/outcome.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { atMovedGateway } from '../parts/moved-gateway.ts'
import { ownAddressesOf } from '../parts/own-addresses.ts'
import { directAddress, type Part } from '../parts/part.ts'
import { decidedOnlyAt, verdictOfDecisions, type WouldAdmit } from './decided.ts'
import type { WitnessRequest } from './witness.ts'

export interface Replay {
  readonly witness: Witness
  readonly verdict: PairVerdict
}

/** What the reference evaluator says of one request of a part, on both sides. */
export function replay(before: Mesh, after: Mesh, part: Part, asked: WitnessRequest): Replay {
  const { request, externalAllows } = asked
  const { instead, moved } = part.destination
  const requestBefore = askedBefore(request, part)
  const witness = decidedWitness(before, after, instead, {
    request,
    externalAllows,
    ...(instead === undefined && moved === undefined ? {} : { requestBefore }),
  })
  const wouldAdmit: WouldAdmit = (place) => {
    const address = directAddress(before, place)
    if (address === undefined) return undefined
    const sent = address.kind === 'host' ? onward(request, address.host) : request
    const { verdict: said } = decide(before, { ...sent, address }, { externalAllows, identified: true })
    return said === 'undetermined' ? undefined : said === 'allowed'
  }
  const named = () => (part.named.length === 0 ? [] : namedDecisions(before, requestBefore, externalAllows))
  const own = () => (part.own === undefined ? undefined : decide(before, requestBefore, { externalAllows, identified: true }))
  return { witness, verdict: verdictOfDecisions(witness.before, witness.after, wouldAdmit, named, own) }
}

/** What both meshes decide about a request. `requestBefore` is what the mesh before is asked where that is another one. */
export function decidedWitness(
  before: Mesh,
  after: Mesh,
  instead: ComparedDestination['instead'],
  { request, externalAllows, requestBefore }: WitnessRequest & { readonly requestBefore?: Request },
): Witness {
  return {
    request,
    ...(asksExternally(before) || asksExternally(after) ? { externalAllows } : {}),
    before: decide(before, requestBefore ?? request, { externalAllows, identified: instead !== undefined }),
    after: decidedOnlyAt(instead?.pods, decide(after, request, { externalAllows })),
    ...(requestBefore === undefined ? {} : { requestBefore }),
  }
}

/** The request as the mesh before is asked, which may not have the address or the Gateway. */
function askedBefore(request: Request, { destination: { instead, moved } }: Part): Request {
  if (moved !== undefined) return { ...request, client: atMovedGateway(request.client, moved) }
  return instead === undefined ? request : { ...request, address: instead.address }
}

/** A request as it goes on to a host: under its name, from a gateway without another of the gateway's routes. */
function onward({ http, client, ...request }: Request, authority: string): Request {
  const from = client.kind === 'ingress' ? withoutGateway(client) : client
  return { ...request, client: from, ...(http === undefined ? {} : { http: { ...http, authority } }) }
}

function withoutGateway({ gateway: _, ...client }: Extract<Client, { kind: 'ingress' }>): Client {
  return client
}

/** What the mesh before decides about a request at the addresses by which a sidecar knows the destination. */
function namedDecisions(before: Mesh, request: Request, externalAllows: boolean): readonly Decision[] {
  return ownAddressesOf(before, request.address).map((address) =>
    decide(before, { ...request, address }, { externalAllows, identified: true }),
  )
}
