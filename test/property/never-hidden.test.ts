import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InputFile } from '../../src/manifest/manifest-set.ts'
import { proxyOf } from '../../src/model/decide/client.ts'
import { decide } from '../../src/model/decide/decide.ts'
import type { Client, Request } from '../../src/model/decide/request.ts'
import { findWorkload } from '../../src/model/decide/topology.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { readManifests, translate } from '../../src/translate.ts'
import { type ClientKind, clientKinds } from '../../src/verify/clients.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { destinationsOf } from '../../src/verify/destinations.ts'
import { readBack } from '../../src/verify/verify.ts'
import { mutantKinds } from '../mutants/kinds.ts'
import { randomFrom } from '../mutants/random.ts'
import { damagedFiles } from './damaged-files.ts'
import { doubtfulObjects } from './doubtful-objects.ts'
import { type GeneratedMesh, requestTo, sidecarMesh } from './sidecar-mesh.ts'
import { routedMesh } from './sidecar-routes.ts'

/** `HIDDEN_RUNS=5000` asks many pairs; each is asked this many requests, with both answers of external authorizers. */
const runs = Number(process.env.HIDDEN_RUNS ?? 25)
const requestsPerPair = 40
const seed = Number(process.env.HIDDEN_SEED ?? 1)

interface Pair {
  readonly before: Mesh
  readonly after: Mesh
}

const generated = fc.oneof(sidecarMesh, routedMesh)

/** A translation, the same damaged, or two meshes that have nothing to do with each other; with objects that leave doubts. */
const pair = fc.record({
  mesh: generated,
  other: generated,
  doubtsBefore: doubtfulObjects,
  doubtsAfter: doubtfulObjects,
  way: fc.constantFrom('translated', 'damaged', 'unrelated', 'doubts'),
  plane: fc.constantFrom('sidecar', 'ambient', 'none'),
  damage: fc.nat(),
})

test('what only the mesh after lets in is never inside a doubt alone', () => {
  let asked = 0
  fc.assert(
    fc.property(
      pair.chain((one) =>
        fc.record({
          one: fc.constant(one),
          requests: fc.array(requestTo(one.mesh), { minLength: requestsPerPair, maxLength: requestsPerPair }),
        }),
      ),
      ({ one, requests }) => {
        const meshes = pairOf(one)
        const opened = requests.flatMap((request) =>
          existsIn(meshes, request)
            ? [true, false]
                .filter((externalAllows) => opens(meshes, request, externalAllows))
                .map((externalAllows) => ({ request, externalAllows }))
            : [],
        )
        if (opened.length === 0) return
        const comparison = compareMeshes(meshes.before, meshes.after)
        const kinds = clientKinds(meshes.before, meshes.after)
        const destinations = destinationsOf(meshes.before, meshes.after)
        for (const { request, externalAllows } of opened) {
          const names = namesOf(destinations, request)
          const kind = kindOf(meshes, kinds, request.client)
          if (names.length === 0 || kind === undefined) continue
          asked += 1
          const found = verdictsAt(comparison, names, kind.name)
          const said = JSON.stringify({ way: one.way, request, externalAllows, kind: kind.name, names, found: [...found] })
          expect(
            ['wider', 'identified', 'rerouted'].some((verdict) => found.has(verdict)),
            said,
          ).toBe(true)
        }
      },
    ),
    { numRuns: runs, seed, endOnFailure: true },
  )
  expect(asked).toBeGreaterThan(0)
}, 3_600_000)

interface PairRecipe {
  readonly mesh: GeneratedMesh
  readonly other: GeneratedMesh
  readonly doubtsBefore: readonly object[]
  readonly doubtsAfter: readonly object[]
  readonly way: string
  readonly plane: string
  readonly damage: number
}

function pairOf({ mesh, other, doubtsBefore, doubtsAfter, way, plane, damage }: PairRecipe): Pair {
  const files = withObjects(mesh.files, doubtsBefore)
  const before = readManifests(files).mesh
  if (way === 'doubts') return { before, after: readManifests(withObjects(onPlane(mesh.files, plane), doubtsAfter)).mesh }
  if (way === 'unrelated') return { before, after: readManifests(withObjects(onPlane(other.files, plane), doubtsAfter)).mesh }
  const translation = translate(files, { target: 'ambient' })
  if (way === 'translated') return { before, after: readBack(translation) }
  const random = randomFrom(damage)
  return { before, after: readManifests(damagedFiles(translation, mutantKinds[damage % mutantKinds.length]!, random)).mesh }
}

function withObjects(files: readonly InputFile[], objects: readonly object[]): InputFile[] {
  return [...files, ...objects.map((object, index) => ({ path: `doubt-${index}.yaml`, text: JSON.stringify(object) }))]
}

/** The same mesh with another data plane, as if somebody only changed the labels of its Namespaces. */
function onPlane(files: readonly InputFile[], plane: string): InputFile[] {
  const label = plane === 'sidecar' ? '"istio-injection": "enabled"' : plane === 'ambient' ? '"istio.io/dataplane-mode": "ambient"' : ''
  return files.map((file) => ({ ...file, text: file.text.replaceAll('"istio-injection": "enabled"', label) }))
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
function namesOf(destinations: ReturnType<typeof destinationsOf>, { address }: Request): string[] {
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
