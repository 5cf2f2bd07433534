import { OutOfRoomError, room } from '../../diagnostics/room.ts'
import type { Mesh } from '../../model/mesh.ts'
import { type FindOptions, type FindParts, type FoundParts, foundParts } from '../found-parts.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { BundleNames } from './bundle-names.ts'
import { NoContentError } from './content-text.ts'
import { KeptAnswers } from './kept-answer.ts'
import type { KnownAnswer, KnownAnswers } from './known-answers.ts'

type Meshes = readonly [Mesh, Mesh]

/** A destination with the names under which its answer is kept; none where nothing is kept of it. */
interface Asked {
  readonly destination: ComparedDestination
  readonly bundle?: string
  readonly name?: string
  readonly found?: FoundParts
}

/** Finds what `foundParts` does, with answers that were kept. */
export function findingWith(answers: KnownAnswers): FindParts {
  return (meshes, destinations, options) => rememberedParts(meshes, destinations, options, answers)
}

/**
 * Compares like `foundParts`, and takes what is known from earlier comparisons. The rules that decided about a witness have the places of the manifests
 * that were read.
 */
function* rememberedParts(
  meshes: Meshes,
  destinations: readonly ComparedDestination[],
  options: FindOptions,
  answers: KnownAnswers,
): Generator<FoundParts, void, undefined> {
  const names = namesOf(meshes, options, answers)
  const bundles = new Map<string, ReadonlyMap<string, KnownAnswer>>()
  const own = new KeptAnswers(meshes)
  const asked = destinations.map((destination): Asked => {
    // What no change can reach is counted faster than it is found.
    if (names === undefined || options.unreached?.(destination) === true) return { destination }
    room()
    const bundle = names.of(destination)
    const known = bundles.get(bundle) ?? new Map(answers.read(bundle)?.map((answer) => [answer.destination, answer]))
    bundles.set(bundle, known)
    const name = answers.name(JSON.stringify(destination))
    const found = foundAgain(own, destination, known.get(name))
    return { destination, bundle, name, ...(found === undefined ? {} : { found }) }
  })
  const missing = asked.filter(({ found }) => found === undefined).map(({ destination }) => destination)
  answers.count(asked.length - missing.length, asked.length)
  const compared = foundParts(meshes, missing, options)
  const kept = new Map<string, KnownAnswer[]>()
  for (const { bundle, name, found: known } of asked) {
    const found = known ?? compared.next().value!
    if (known === undefined && bundle !== undefined && name !== undefined) {
      const fresh = kept.get(bundle) ?? []
      kept.set(bundle, fresh)
      fresh.push(own.kept(name, found))
    }
    yield found
  }
  for (const [bundle, fresh] of kept) {
    const now = new Map([...bundles.get(bundle)!.values(), ...fresh].map((answer) => [answer.destination, answer]))
    answers.keep(bundle, [...now.values()])
  }
}

function namesOf(
  meshes: Meshes,
  { assume, byLabels = false, exhaustive = false }: FindOptions,
  answers: KnownAnswers,
): BundleNames | undefined {
  try {
    return new BundleNames(meshes, byLabels, [assume, byLabels, exhaustive], (text) => answers.name(text))
  } catch (error) {
    if (error instanceof NoContentError) return undefined
    throw error
  }
}

/** An answer that cannot be that of the destination is as good as none. */
function foundAgain(own: KeptAnswers, destination: ComparedDestination, answer: KnownAnswer | undefined): FoundParts | undefined {
  if (answer === undefined) return undefined
  try {
    return own.found(destination, answer)
  } catch (error) {
    if (error instanceof OutOfRoomError) throw error
    return undefined
  }
}
