import { expect } from 'vitest'
import { proxyOf } from '../../src/decide/client.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Client, Request } from '../../src/model/request.ts'
import { findWorkload } from '../../src/resolve/services.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Difference } from '../../src/verify/comparison.ts'
import { type ClientKind, clientKinds } from '../../src/verify/parts/clients.ts'
import type { ComparedDestination } from '../../src/verify/parts/compared-destination.ts'
import { comparedDestinations } from '../../src/verify/parts/destinations.ts'
import { type Asked, differencesAt } from './compared-at.ts'
import { externalAnswers } from './external-answers.ts'

export interface Pair {
  readonly before: Mesh
  readonly after: Mesh
}

/** One pair of this many is compared as a whole; of the others what was opened. A difference may be lost where differences are joined. */
const wholeEvery = 8
let pairs = 0

/** Expects that what only the mesh after lets in is reported: never part of what is equal, nor inside a doubt alone. Says how many requests were so. */
export function hiddenIn(meshes: Pair, requests: readonly Request[], way: string): number {
  const answers = externalAnswers(meshes.before, meshes.after)
  const opened = requests.flatMap((request) =>
    existsIn(meshes, request)
      ? answers.filter((externalAllows) => opens(meshes, request, externalAllows)).map((externalAllows) => ({ request, externalAllows }))
      : [],
  )
  if (opened.length === 0) return 0
  const kinds = clientKinds(meshes.before, meshes.after)
  const destinations = comparedDestinations(meshes.before, meshes.after)
  const asked = opened.flatMap(({ request, externalAllows }) => {
    const at = destinationsOf(destinations, request)
    const kind = kindOf(meshes, kinds, request.client)
    return at.length === 0 || kind === undefined ? [] : [{ request, externalAllows, at, kind }]
  })
  if (asked.length === 0) return 0
  pairs += 1
  const differences =
    pairs % wholeEvery === 0 ? compareMeshes(meshes.before, meshes.after).differences : differencesAt(meshes, grouped(asked))
  for (const { request, externalAllows, at, kind } of asked) {
    const names = at.map(({ name }) => name)
    const found = verdictsAt(differences, names, kind.name)
    const said = JSON.stringify({ way, request, externalAllows, kind: kind.name, names, found: [...found] })
    expect(
      ['wider', 'identified', 'rerouted'].some((verdict) => found.has(verdict)),
      said,
    ).toBe(true)
  }
  return asked.length
}

function grouped(asked: readonly { readonly at: readonly ComparedDestination[]; readonly kind: ClientKind }[]): Asked[] {
  const found = new Map<ComparedDestination, Set<ClientKind>>()
  for (const { at, kind } of asked) for (const destination of at) found.set(destination, (found.get(destination) ?? new Set()).add(kind))
  return [...found].map(([destination, kinds]) => ({ destination, kinds }))
}

function existsIn({ before, after }: Pair, { client, address }: Request): boolean {
  if (client.kind === 'workload' && [before, after].some((mesh) => findWorkload(mesh, client.namespace, client.name) === undefined))
    return false
  if (client.kind === 'stranger' && [before, after].every((mesh) => isForeign(mesh, client.trustDomain))) return false
  return address.kind !== 'pod' || [before, after].every((mesh) => findWorkload(mesh, address.namespace, address.workload) !== undefined)
}

/**
 * A client whose certificate a mesh does not accept is of another mesh. What its own sidecar has routes for is configured there, so it is asked
 * as what it may be to this mesh, a client without an identity (docs/decisions/211).
 */
function isForeign({ settings: { trustDomain, trustDomainAliases, flags } }: Mesh, domain = trustDomain): boolean {
  return flags.PILOT_SKIP_VALIDATE_TRUST_DOMAIN !== 'true' && ![trustDomain, ...trustDomainAliases].includes(domain)
}

function opens({ before, after }: Pair, request: Request, externalAllows: boolean): boolean {
  return (
    decide(after, request, { externalAllows }).verdict === 'allowed' && decide(before, request, { externalAllows }).verdict === 'denied'
  )
}

/** What the comparison asks for an address; a port that nothing names goes by that of all such ports. */
function destinationsOf(destinations: readonly ComparedDestination[], { address }: Request): readonly ComparedDestination[] {
  const same = destinations.filter((one) => JSON.stringify(one.address) === JSON.stringify(address))
  if (same.length > 0 || address.kind !== 'pod') return same
  return destinations
    .filter((one) => one.address.kind === 'pod' && one.name.startsWith(`pods ${address.namespace}/${address.workload}:`))
    .slice(-1)
}

function kindOf({ before, after }: Pair, kinds: readonly ClientKind[], client: Client): ClientKind | undefined {
  const proxies = (was: string, is: string): ClientKind | undefined =>
    kinds.find((kind) => kind.known === undefined && kind.before === was && kind.after === is)
  switch (client.kind) {
    case 'workload': {
      const own = kinds.find(({ known }) => known?.before.namespace === client.namespace && known.before.name === client.name)
      const [was, is] = [before, after].map((mesh) => proxyOf(findWorkload(mesh, client.namespace, client.name)!))
      // Of an unknown data plane on both sides: one of those that are asked for everybody.
      const isUnknown = was === 'unknown' && is === 'unknown'
      return own ?? (isUnknown ? proxies('sidecar', 'sidecar') : proxies(was!, is!))
    }
    case 'stranger':
      return proxies('sidecar', 'sidecar')
    case 'ingress':
      return proxies('gateway', 'gateway')
    case 'unmeshed':
      return kinds.find(
        ({ before: was, after: is, endpoint, known }) => known === undefined && was === 'none' && is === 'none' && endpoint === 'world',
      )
  }
}

function verdictsAt(differences: readonly Difference[], names: readonly string[], client: string): ReadonlySet<string> {
  return new Set(
    differences.flatMap(({ verdict, destinations, clients }) =>
      clients.includes(client) && names.some((name) => destinations.includes(name)) ? [verdict] : [],
    ),
  )
}
