import type { Mesh } from '../../model/mesh.ts'
import type { FoundParts } from '../found-parts.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { recorded, restored } from '../shares/recorded-difference.ts'
import type { FoundDifference } from '../witness/group.ts'
import { DecisionsKept, DecisionsToKeep } from './kept-decisions.ts'
import type { KeptDifference, KnownAnswer } from './known-answers.ts'
import { ObjectPlaces } from './object-places.ts'

/** Brings what was found at destinations into a form that files hold, and back. */
export class KeptAnswers {
  readonly #meshes: readonly [before: Mesh, after: Mesh]
  readonly #places: readonly [before: ObjectPlaces, after: ObjectPlaces]

  constructor(meshes: readonly [Mesh, Mesh]) {
    this.#meshes = meshes
    this.#places = [new ObjectPlaces(meshes[0]), new ObjectPlaces(meshes[1])]
  }

  /** What was found, with the decisions about each witness. */
  kept(name: string, { parts }: FoundParts): KnownAnswer {
    const [before, after] = [new DecisionsToKeep(this.#places[0]), new DecisionsToKeep(this.#places[1])]
    const own = parts.map((differences) =>
      differences.map((difference): KeptDifference => {
        const { witness } = difference
        const [was, is] = witness === undefined ? [] : [before.add(witness.before), after.add(witness.after)]
        return { ...recorded(difference), ...(was === undefined || is === undefined ? {} : { decided: [was, is] }) }
      }),
    )
    return { destination: name, parts: own, ...(parts.every((one) => one.length === 0) ? {} : { decided: [before.kept, after.kept] }) }
  }

  /** @throws {Error} where the answer cannot be that of the destination */
  found(destination: ComparedDestination, { parts, decided: both }: KnownAnswer): FoundParts {
    const decisions = both === undefined ? undefined : this.#decisions(both)
    const found = parts.map((part) =>
      part.map(({ decided, ...difference }): FoundDifference => {
        if (decisions === undefined || decided === undefined || difference.asked === undefined)
          return restored(difference, this.#meshes, destination)
        const { asked, ...rest } = difference
        const { request, requestBefore, externalAllows } = asked
        return {
          ...rest,
          witness: {
            request,
            ...(externalAllows === undefined ? {} : { externalAllows }),
            before: decisions[0].at(decided[0]),
            after: decisions[1].at(decided[1]),
            ...(requestBefore === undefined ? {} : { requestBefore }),
          },
        }
      }),
    )
    return { destination, parts: found }
  }

  /** Undefined where an object that decided is not there as it was: both meshes decide again. */
  #decisions([before, after]: NonNullable<KnownAnswer['decided']>): readonly [DecisionsKept, DecisionsKept] | undefined {
    try {
      return [new DecisionsKept(before, this.#places[0]), new DecisionsKept(after, this.#places[1])]
    } catch {
      return undefined
    }
  }
}
