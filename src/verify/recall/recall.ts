import type { Mesh } from '../../model/mesh.ts'
import type { PartitionCache } from '../diagrams/partition-cache.ts'
import type { ClientKind } from '../parts/clients.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import type { ClientLimits } from '../parts/identities.ts'
import { type Part, partsOf } from '../parts/part.ts'
import type { FoundDifference } from '../witness/group.ts'
import { type ComparedDiagrams, diagramsOf, differencesOfParts } from '../witness/part-differences.ts'
import { type Replay, replay } from '../witness/replay.ts'
import type { WitnessRequest } from '../witness/witness.ts'
import type { MeshVersion } from './mesh-version.ts'
import { atItsPlaces } from './replay-places.ts'

interface Remembered {
  readonly version: string
  readonly parts: readonly Part[]
  readonly diagrams: ComparedDiagrams
  readonly replays: Map<string, Replay>
}

/** So many versions of one destination are kept: a search looks at a few neighbouring ones again and again. */
const versionsKept = 3

/**
 * Compares one mesh before with many versions of a mesh after, and remembers each destination: where nothing changed that decides about it, its trees
 * and diagrams are those of an earlier version, and a request that was replayed has the same answer. Who sends which requests is asked again each time.
 */
export class Recall {
  readonly cache: PartitionCache = new Map()
  readonly #known = new Map<string, Remembered[]>()
  #made = 0

  /** How many times the parts of a destination were made and compared anew. */
  get made(): number {
    return this.#made
  }

  /** The parts of a destination, and the differences of each. */
  compared(
    meshes: readonly [Mesh, Mesh],
    destination: ComparedDestination,
    { kinds, limits, version }: { readonly kinds: readonly ClientKind[]; readonly limits: ClientLimits; readonly version: MeshVersion },
  ): { readonly parts: readonly Part[]; readonly differences: Iterable<readonly FoundDifference[]> } {
    const remembered = this.#remembered(meshes, destination, kinds, version)
    const now = new Map(kinds.map((kind) => [nameOf(kind, version), kind]))
    const parts = remembered.parts.map((part) => ({ ...part, kind: now.get(nameOf(part.kind, version))! }))
    const { diagrams, replays } = remembered
    const replaying = (part: Part, asked: WitnessRequest): Replay => {
      const key = requestKey(part, asked, version)
      const known = atItsPlaces(replays.get(key), version)
      if (known !== undefined) return known
      const made = replay(...meshes, part, asked)
      replays.set(key, made)
      return made
    }
    return { parts, differences: differencesOfParts(meshes, parts, { limits, cache: this.cache, diagrams, replay: replaying }) }
  }

  #remembered(
    meshes: readonly [Mesh, Mesh],
    destination: ComparedDestination,
    kinds: readonly ClientKind[],
    version: MeshVersion,
  ): Remembered {
    // What hosts outside and gateways lead to is for any route to say.
    const slice = version.slice(destination.address.kind === 'host' ? [] : [destination.address.namespace, ...destination.namespaces])
    const name = JSON.stringify([slice, ...kinds.map((kind) => nameOf(kind, version))])
    const key = JSON.stringify(destination)
    const versions = this.#known.get(key) ?? []
    this.#known.set(key, versions)
    const at = versions.findIndex((one) => one.version === name)
    const found = at === -1 ? this.#make(meshes, destination, kinds, name) : versions.splice(at, 1)[0]!
    versions.unshift(found)
    versions.splice(versionsKept)
    return found
  }

  #make(meshes: readonly [Mesh, Mesh], destination: ComparedDestination, kinds: readonly ClientKind[], version: string): Remembered {
    this.#made += 1
    const parts = partsOf(...meshes, destination, kinds)
    return { version, parts, diagrams: diagramsOf(meshes, parts, this.cache), replays: new Map() }
  }
}

/** Kinds of one name are carried alike; of one workload that changes, what it is matters as well. */
function nameOf({ name, before, after, endpoint, known }: ClientKind, version: MeshVersion): string {
  return JSON.stringify([name, before, after, endpoint, known === undefined ? '' : version.slice([known.before.namespace])])
}

function requestKey({ kind, protocol }: Part, { request, externalAllows }: WitnessRequest, version: MeshVersion): string {
  const { namespace } = request.client
  const client = namespace === undefined ? '' : version.slice([namespace])
  return JSON.stringify([kind.name, protocol, client, externalAllows, request])
}
