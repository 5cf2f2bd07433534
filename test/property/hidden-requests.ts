import { expect } from 'vitest'
import { proxyOf } from '../../src/decide/client.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Client, Request } from '../../src/model/request.ts'
import { findWorkload } from '../../src/resolve/services.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { type ClientKind, clientKinds } from '../../src/verify/parts/clients.ts'
import { comparedDestinations } from '../../src/verify/parts/destinations.ts'

export interface Pair {
  readonly before: Mesh
  readonly after: Mesh
}

/** Expects that what only the mesh after lets in is told: never part of what is equal, nor inside a doubt alone. Says how many requests were so. */
export function hiddenIn(meshes: Pair, requests: readonly Request[], way: string): number {
  const opened = requests.flatMap((request) =>
    existsIn(meshes, request)
      ? [true, false]
          .filter((externalAllows) => opens(meshes, request, externalAllows))
          .map((externalAllows) => ({ request, externalAllows }))
      : [],
  )
  if (opened.length === 0) return 0
  const comparison = compareMeshes(meshes.before, meshes.after)
  const kinds = clientKinds(meshes.before, meshes.after)
  const destinations = comparedDestinations(meshes.before, meshes.after)
  let asked = 0
  for (const { request, externalAllows } of opened) {
    const names = namesOf(destinations, request)
    const kind = kindOf(meshes, kinds, request.client)
    if (names.length === 0 || kind === undefined) continue
    asked += 1
    const found = verdictsAt(comparison, names, kind.name)
    const said = JSON.stringify({ way, request, externalAllows, kind: kind.name, names, found: [...found] })
    expect(
      ['wider', 'identified', 'rerouted'].some((verdict) => found.has(verdict)),
      said,
    ).toBe(true)
  }
  return asked
}

function existsIn({ before, after }: Pair, { client, address }: Request): boolean {
  if (client.kind === 'workload' && [before, after].some((mesh) => findWorkload(mesh, client.namespace, client.name) === undefined))
    return false
  return address.kind !== 'pod' || [before, after].every((mesh) => findWorkload(mesh, address.namespace, address.workload) !== undefined)
}

function opens({ before, after }: Pair, request: Request, externalAllows: boolean): boolean {
  return (
    decide(before, request, { externalAllows }).verdict === 'denied' && decide(after, request, { externalAllows }).verdict === 'allowed'
  )
}

/** What the destination is called in the comparison; a port that nothing names goes by that of all such ports. */
function namesOf(destinations: ReturnType<typeof comparedDestinations>, { address }: Request): string[] {
  const same = destinations.filter((one) => JSON.stringify(one.address) === JSON.stringify(address))
  if (same.length > 0 || address.kind !== 'pod') return same.map(({ name }) => name)
  const others = destinations.filter(
    (one) => one.address.kind === 'pod' && one.name.startsWith(`pods ${address.namespace}/${address.workload}:`),
  )
  return others.slice(-1).map(({ name }) => name)
}

function kindOf({ before, after }: Pair, kinds: readonly ClientKind[], client: Client): ClientKind | undefined {
  const proxies = (was: string, is: string): ClientKind | undefined =>
    kinds.find((kind) => kind.known === undefined && kind.before === was && kind.after === is)
  switch (client.kind) {
    case 'workload': {
      const own = kinds.find(({ known }) => known?.before.namespace === client.namespace && known.before.name === client.name)
      const [was, is] = [before, after].map((mesh) => proxyOf(findWorkload(mesh, client.namespace, client.name)!))
      return own ?? proxies(was!, is!)
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

function verdictsAt({ differences }: Comparison, names: readonly string[], client: string): ReadonlySet<string> {
  return new Set(
    differences.flatMap(({ verdict, destinations, clients }) =>
      clients.includes(client) && names.some((name) => destinations.includes(name)) ? [verdict] : [],
    ),
  )
}
