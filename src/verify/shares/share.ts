import type { Mesh } from '../../model/mesh.ts'
import { asCompared } from '../as-compared.ts'
import type { CompareOptions } from '../compare.ts'
import { foundParts } from '../found-parts.ts'
import { comparedDestinations } from '../parts/destinations.ts'
import { type RecordedDifference, recorded } from './recorded-difference.ts'

/** Which of the shares of one comparison, such as the second of four: `{ index: 2, of: 4 }`. */
export interface ShareNumber {
  /** From 1. */
  readonly index: number
  readonly of: number
}

/** What comparing two meshes found at a share of their destinations. */
export interface Share {
  readonly number: ShareNumber
  /** How many destinations both meshes have, those of the other shares included. */
  readonly destinations: number
  readonly answers: readonly ShareAnswer[]
}

/** What was found at one destination. */
export interface ShareAnswer {
  /** Its place among all destinations, from 0. */
  readonly destination: number
  /** Its name, such as `Service shop/cart:80`, to tell that both lists are the same one. */
  readonly name: string
  /** One list for each part that was compared; that of an equal one is empty. */
  readonly parts: readonly (readonly RecordedDifference[])[]
}

/**
 * Compares the destinations of one share. Neighbours go to different shares, because the ports and names of one Service, which cost the same,
 * stand beside each other: of four shares the second has the destinations 1, 5, 9, …
 *
 * @throws {DisagreementError} (witness/part-differences.ts) when the two evaluators decide a request differently
 */
export function comparedShare(written: Mesh, rewritten: Mesh, options: CompareOptions, number: ShareNumber): Share {
  const meshes = asCompared(written, rewritten, options)
  const all = comparedDestinations(...meshes)
  const own = all.flatMap((destination, at) => (at % number.of === number.index - 1 ? [{ destination, at }] : []))
  const found = foundParts(
    meshes,
    own.map(({ destination }) => destination),
    options,
  )
  const answers = [...found].map(
    ({ destination, parts }, nth): ShareAnswer => ({
      destination: own[nth]!.at,
      name: destination.name,
      parts: parts.map((differences) => differences.map(recorded)),
    }),
  )
  return { number, destinations: all.length, answers }
}
