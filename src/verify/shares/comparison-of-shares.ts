import type { Mesh } from '../../model/mesh.ts'
import { asCompared } from '../as-compared.ts'
import { type CompareOptions, comparisonOf } from '../compare.ts'
import type { Comparison } from '../comparison.ts'
import type { FoundParts } from '../found-parts.ts'
import { comparedDestinations } from '../parts/destinations.ts'
import { restored } from './recorded-difference.ts'
import type { ShareAnswer } from './share.ts'

/** Answers do not belong to these meshes, or some are missing: the message is the end of a sentence about them. */
export class ShareError extends Error {
  override readonly name = 'ShareError'
}

/**
 * What comparing the two meshes finds, from what its shares found, in any order: the same as `compareMeshes` says.
 *
 * @throws {ShareError} when destinations have no answer, two, or that of another comparison
 */
export function comparisonOfShares(written: Mesh, rewritten: Mesh, options: CompareOptions, answers: readonly ShareAnswer[]): Comparison {
  const meshes = asCompared(written, rewritten, options)
  const destinations = comparedDestinations(...meshes)
  const byPlace = new Map(answers.map((answer) => [answer.destination, answer]))
  if (byPlace.size !== answers.length) throw new ShareError('answer for some destinations twice')
  if (byPlace.size !== destinations.length) throw new ShareError(`answer for ${byPlace.size} of ${destinations.length} destinations`)
  const found = destinations.map((destination, at): FoundParts => {
    const answer = byPlace.get(at)
    if (answer?.name !== destination.name) throw new ShareError(`have no answer for ${destination.name}`)
    return { destination, parts: answer.parts.map((part) => part.map((difference) => restored(difference, meshes, destination))) }
  })
  return comparisonOf(meshes, found, options)
}
